import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * `npm run test:node24`: the API suites on Node 24. It comes as a package, with a manifest and a lockfile of its own in this
 * folder, and never into the product. Whatever the suites start, the BFF and tools among it, runs on it as well. Names of files
 * and folders choose others.
 */
const here = fileURLToPath(new URL('.', import.meta.url))
/** Out of the way of whatever reads the tree. */
const folder = resolve('node_modules/.cache/node24')
const bin = join(folder, 'node_modules/.bin')
const node = join(bin, 'node')

function install(): string {
  mkdirSync(folder, { recursive: true })
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(here, name), join(folder, name))
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund'], { cwd: folder, stdio: 'inherit' })
  const version = spawnSync(node, ['--version'], { encoding: 'utf8' }).stdout?.trim() ?? ''
  if (status === 0 && version.startsWith('v24.')) return version
  console.error('Node 24 cannot be had here: its package was not installed, so nothing has been tested on it.')
  return process.exit(1)
}

/** Where Node itself is used most: processes, signals, sockets, files. */
const usual = ['tests/bff/api', 'tests/durability', 'tests/security']
const chosen = process.argv.slice(2)

console.log(`API suites on Node ${install()}`)
const env = { ...process.env, PATH: [bin, process.env['PATH']].join(delimiter) }
const vitest = [
  'node_modules/vitest/vitest.mjs',
  'run',
  '--project',
  'api',
  '--project',
  'faults',
  ...(chosen.length > 0 ? chosen : usual),
]
process.exit(spawnSync(node, vitest, { stdio: 'inherit', env }).status ?? 1)
