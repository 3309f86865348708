import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { createBff } from './bff.ts'
import { ConfigError, environment, readConfig, type Config } from './config.ts'

/** One line per fault, naming the variable and never its value. */
function readConfigOrExit(): Config {
  try {
    return readConfig(environment())
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    for (const fault of error.faults) console.error(fault)
    process.exit(1)
  }
}

const config = readConfigOrExit()
const log = pino({ level: config.logLevel })

try {
  const bff = await createBff({ config, clock: Date.now, log })
  closeWithGrace({ delay: 10_000, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after a bug')
    await bff.close()
  })
  await bff.app.listen({ port: config.port, host: config.host })
  bff.sources.start()
} catch (error) {
  console.error(error instanceof Error ? error.message : 'could not start')
  process.exit(1)
}
