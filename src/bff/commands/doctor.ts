import { text } from 'node:stream/consumers'
import { pino } from 'pino'
import { systemClock } from '../clock.ts'
import { environment, readConfig, readQikeliaoConfig } from '../config/config.ts'
import { checkQikeliao } from './check-qikeliao.ts'
import { openDoctor } from './open-doctor.ts'
import { toTable } from '../admin/doctor/table.ts'

const usage = `usage: npm run doctor
       npm run doctor -- qkl [ADDRESS]    looks at an address that 企客聊 opened; without one, reads it from standard input`

/** Looks at the whole installation. */
async function examine(): Promise<number> {
  const config = readConfig(environment())
  // Errors only: the report says the rest, and bad rows of vendors belong in the server's log.
  const log = pino({ level: 'error' }, pino.destination(2))
  const { doctor, close } = await openDoctor({ config, clock: systemClock, log })
  const report = await doctor()
  console.log(toTable(report))
  await close()
  return report.counts.fail > 0 ? 1 : 0
}

async function lookAt(given: string | undefined): Promise<number> {
  const config = readQikeliaoConfig(environment())
  if (given === undefined && process.stdin.isTTY) console.error('粘贴企客聊打开的地址，回车，再按 Ctrl+D：')
  const address = given ?? (await text(process.stdin))
  return checkQikeliao(address, { config, now: systemClock(), print: (line) => console.log(line) })
}

try {
  const [word, address, ...more] = process.argv.slice(2)
  if ((word !== undefined && word !== 'qkl') || more.length > 0) throw new Error(usage)
  process.exit(word === 'qkl' ? await lookAt(address) : await examine())
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
