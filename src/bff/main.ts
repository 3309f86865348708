import closeWithGrace from 'close-with-grace'
import { pino } from 'pino'
import { createBff } from './bff.ts'
import { environment, readConfig } from './config.ts'

try {
  const config = readConfig(environment())
  const log = pino({ level: config.logLevel })
  const bff = await createBff({ config, clock: Date.now, log })
  closeWithGrace({ delay: 10_000, logger: log }, async ({ err }) => {
    if (err) log.error({ err }, 'stopping after a bug')
    await bff.close()
  })
  await bff.app.listen({ port: config.port, host: config.host })
  bff.sources.start()
} catch (error) {
  // One line per fault of the configuration; of anything else, the sentence that was written for the operator.
  console.error(error instanceof Error ? error.message : 'could not start')
  process.exit(1)
}
