import { systemClock } from '../clock.ts'
import { environment, readDatabasePlace } from '../config/config.ts'
import { runLinks } from './run-links.ts'

try {
  const place = readDatabasePlace(environment())
  console.log(await runLinks(process.argv.slice(2), { ...place, clock: systemClock }))
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
