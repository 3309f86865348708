import { pino } from 'pino'
import { systemClock } from '../clock.ts'
import { ConfigError, environment, readConfig, readDatabasePlace, type Config } from '../config/config.ts'
import { runLinks } from './run-links.ts'

/** Ends sessions and erases with the database alone, and imports so as well: it says what it cannot check then. */
function configOf(given: NodeJS.ProcessEnv): Config | null {
  try {
    return readConfig(given)
  } catch (error) {
    if (error instanceof ConfigError) return null
    throw error
  }
}

try {
  const given = environment()
  const place = readDatabasePlace(given)
  // Standard output has the answer; here are the lines for the audit log.
  const log = pino({ level: 'info' }, pino.destination(2))
  console.log(await runLinks(process.argv.slice(2), { ...place, config: configOf(given), clock: systemClock, log }))
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(1)
}
