import { execFile } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, it } from 'vitest'

/** All changes outside the new source's own folder: lines that are added or changed. */
const lines: [file: string, before: string, after: string][] = [
  ['src/contract/source.ts', `'yunzhong', 'orders'] as const`, `'yunzhong', 'orders', 'fifth'] as const`],
  [
    'src/bff/sources/index.ts',
    `import { tanma } from`,
    `import { fifth } from './fifth/index.ts'\nimport { tanma } from`,
  ],
  [
    'src/bff/sources/index.ts',
    `{ youmi, waiqin, tanma, yunzhong, orders }`,
    `{ youmi, waiqin, tanma, yunzhong, orders, fifth }`,
  ],
  ['src/app/work/systems.ts', `  yunzhong: '芸众',`, `  yunzhong: '芸众',\n  fifth: '第五',`],
  ['src/app/styles/theme.css', `  --app-yunzhong: #a84d0c;`, `  --app-yunzhong: #a84d0c;\n  --app-fifth: #3d6b1f;`],
  ['src/app/styles/theme.css', `  --app-yunzhong: #f0a064;`, `  --app-yunzhong: #f0a064;\n  --app-fifth: #9fce7f;`],
]

const parts = ['package.json', 'tsconfig.json', 'vite.config.ts', 'src', 'tests']
const copy = mkdtempSync(join(tmpdir(), 'fifth-source-'))
const run = promisify(execFile)
const tool = (name: string, args: string[]) =>
  run(resolve('node_modules/.bin', name), args, { cwd: copy }).then(
    () => '',
    // A tool that cannot even begin says so on stderr alone.
    (error: { stdout: string; stderr: string }) => `${error.stdout}${error.stderr}` || 'failed without a word',
  )

/** All packages, without their shared cache. */
function linkPackages(): void {
  mkdirSync(join(copy, 'node_modules'))
  for (const name of readdirSync('node_modules'))
    if (name !== '.cache') symlinkSync(resolve('node_modules', name), join(copy, 'node_modules', name))
}

beforeAll(() => {
  for (const part of parts) cpSync(part, join(copy, part), { recursive: true })
  linkPackages()
  cpSync('tests/fixtures/fifth-source', copy, { recursive: true })
  for (const [file, before, after] of lines) {
    const text = readFileSync(join(copy, file), 'utf8')
    expect(text.split(before)).toHaveLength(2)
    writeFileSync(join(copy, file), text.replace(before, after))
  }
})
afterAll(() => rmSync(copy, { recursive: true }))

it('costs one folder and at most ten lines elsewhere', () => {
  const changed = lines.flatMap(([, before, after]) => {
    const former = new Set(before.split('\n'))
    return after.split('\n').filter((line) => !former.has(line))
  })
  expect(changed.length).toBeLessThanOrEqual(10)
})

it('compiles', { timeout: 400_000 }, async () => {
  expect(await tool('vue-tsc', ['-b', 'src/bff', 'src/app'])).toBe('')
})

it('holds what every source must hold', { timeout: 200_000 }, async () => {
  const suite = { include: ['tests/conformance/fifth.test.ts'], testTimeout: 30_000 }
  writeFileSync(join(copy, 'suite.mjs'), `export default ${JSON.stringify({ test: suite })}`)
  expect(await tool('vitest', ['run', '--config=suite.mjs'])).toBe('')
})
