import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { run } from '../e2e/debian.ts'
import { Absent } from './absent.ts'
import { prepareChromium107 } from './chromium-107.ts'
import { prepareWebKit } from './webkit.ts'

const here = fileURLToPath(new URL('.', import.meta.url))
const exitCodes = { passed: 0, failed: 1, notRun: 2 }

/** By its variable the journeys learn where an engine is. */
const engines = [
  { name: 'Chromium 107', variable: 'CHROMIUM_107', prepare: prepareChromium107 },
  { name: 'WebKit', variable: 'WEBKIT_DRIVER', prepare: prepareWebKit },
]

function installPackages(): boolean {
  const isThere = spawnSync('npm', ['ls', '--prefix', here], { stdio: 'ignore' }).status === 0
  return isThere || run('npm', 'ci', '--prefix', here, '--ignore-scripts', '--no-audit', '--no-fund')
}

const found: Record<string, string> = {}
const absent: string[] = []
const hasPackages = installPackages()
for (const { name, variable, prepare } of engines) {
  try {
    if (!hasPackages) throw new Absent('the packages of tests/engines could not be installed from the npm registry')
    found[variable] = await prepare()
  } catch (error) {
    if (!(error instanceof Absent)) throw error
    absent.push(`NOT RUN in ${name}: ${error.message}.`)
  }
}

/** Runs the journeys in what was found. */
function journeys(): boolean {
  const asked = process.argv.slice(2).flatMap((each) => (each === '--short' ? ['--grep', '@short'] : [each]))
  const { status } = spawnSync('npx', ['playwright', 'test', '--config', here, ...asked], {
    stdio: 'inherit',
    env: { ...process.env, ...found },
  })
  return status === 0
}

const isGood = Object.keys(found).length === 0 || (run('npx', 'vue-tsc', '-p', here) && journeys())
for (const sentence of absent) console.error(sentence)
if (!isGood) process.exit(exitCodes.failed)
process.exit(absent.length > 0 ? exitCodes.notRun : exitCodes.passed)
