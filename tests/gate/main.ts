import { spawn } from 'node:child_process'
import { appendFileSync } from 'node:fs'
import { performance } from 'node:perf_hooks'
import { createInterface } from 'node:readline'

/**
 * `npm test`: every step of it, and how long each took. The steps of one round run beside each other: none of them needs what
 * another of the same round makes, and a step whose round has failed is not begun.
 */
const rounds = [['build'], ['static', 'tests'], ['journeys']]

/**
 * Room for what is new, in MB: compilers and test runners make much that is soon forgotten, and with Node's usual 16 MB a sixth
 * of their time goes into sorting it out.
 */
const roomMb = 64
process.env['NODE_OPTIONS'] = `${process.env['NODE_OPTIONS'] ?? ''} --max-semi-space-size=${roomMb}`.trim()

interface Ended {
  name: string
  seconds: number
  isGood: boolean
}

/** Runs the script of this name. The lines of one that runs beside others begin with its name. */
function run(name: string, isAlone: boolean): Promise<Ended> {
  const began = performance.now()
  const step = spawn('npm', ['run', '--silent', name], { stdio: isAlone ? 'inherit' : ['inherit', 'pipe', 'pipe'] })
  for (const stream of [step.stdout, step.stderr])
    if (stream) createInterface({ input: stream }).on('line', (line) => console.log(`[${name}] ${line}`))
  return new Promise((resolve) => {
    step.once('close', (code) => resolve({ name, seconds: (performance.now() - began) / 1000, isGood: code === 0 }))
  })
}

const ended: Ended[] = []
for (const round of rounds) {
  if (!ended.every(({ isGood }) => isGood)) break
  ended.push(...(await Promise.all(round.map((name) => run(name, round.length === 1)))))
}

const lines = ended.map(
  ({ name, seconds, isGood }) => `${name.padEnd(34)}${seconds.toFixed(0).padStart(5)} s${isGood ? '' : '  FAILED'}`,
)
console.log(`\n${lines.join('\n')}`)
// `.ci/run` prints them again, with its other parts.
const times = process.env['STEP_TIMES']
if (times) appendFileSync(times, lines.map((line) => `  ${line}\n`).join(''))
process.exit(ended.every(({ isGood }) => isGood) ? 0 : 1)
