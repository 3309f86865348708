import { pino } from 'pino'
import { systemClock } from '../clock.ts'
import { environment, readConfig } from '../config/config.ts'
import { openDoctor } from './open-doctor.ts'
import { toTable } from '../admin/doctor/table.ts'

try {
  const config = readConfig(environment())
  // Errors only: the report says the rest, and bad rows of vendors belong in the server's log.
  const log = pino({ level: 'error' }, pino.destination(2))
  const { doctor, close } = await openDoctor({ config, clock: systemClock, log })
  const report = await doctor()
  console.log(toTable(report))
  await close()
  process.exit(report.counts.fail > 0 ? 1 : 0)
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
