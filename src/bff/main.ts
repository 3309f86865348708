import closeWithGrace from 'close-with-grace'
import { pino, type Logger } from 'pino'
import { createBff, type Bff } from './bff.ts'
import { systemClock } from './clock.ts'
import { environment, readConfig } from './config/config.ts'
import { factsOf } from './logging/log-failure.ts'

const stopMs = 10_000

/** Without a listener: after it the failing instruction would run again, and call it without end. */
const fatalSignals = ['SIGILL', 'SIGTRAP', 'SIGABRT', 'SIGBUS', 'SIGFPE', 'SIGSEGV'] as const

/** SIGTERM and its like: exit code 0 when all is done, 1 after ten seconds or at a second signal. A bug: 1, after the same steps. */
function stopGracefully(bff: Bff, log: Logger): void {
  const hooks = {
    onSecondSignal: (signal?: string) => log.warn({ signal }, 'told twice to stop: stopping at once'),
    onSecondError: (error: unknown) => log.fatal(factsOf(error), 'another bug while stopping'),
    onTimeout: () => log.error('could not stop in time'),
  }
  // Not the library's own logging: it prints everything that an error holds.
  async function stop({ err, signal }: { err?: Error; signal?: string }): Promise<void> {
    if (err) log.fatal(factsOf(err), 'stopping after a bug')
    else log.info({ signal }, 'stopping')
    try {
      await bff.close()
    } catch (error) {
      log.error(factsOf(error), 'could not stop in order')
      throw error
    }
  }
  closeWithGrace({ delay: stopMs, logger: false, skip: [...fatalSignals], ...hooks }, stop)
}

try {
  const config = readConfig(environment())
  const log = pino({ level: config.logLevel })
  const bff = await createBff({ config, clock: systemClock, log })
  stopGracefully(bff, log)
  await bff.app.listen({ port: config.port, host: config.host })
  bff.sources.start()
  if (config.adminUserids.length > 0) bff.people.start()
} catch (error) {
  // One line per fault of the configuration; of anything else, the sentence that was written for the operator.
  console.error(error instanceof Error ? error.message : 'could not start')
  process.exit(1)
}
