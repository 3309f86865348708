import { systemClock } from '../clock.ts'
import { environment, readDatabaseUrl } from '../config/config.ts'
import { runLinks } from './run-links.ts'

try {
  const databaseUrl = readDatabaseUrl(environment())
  console.log(await runLinks(process.argv.slice(2), { databaseUrl, clock: systemClock }))
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
