import { setTimeout as wait } from 'node:timers/promises'
import { systemClock } from '../clock.ts'
import { environment, readOrdersAddress } from '../config/config.ts'
import { NoAnswer } from '../sources/orders/kit/answer.ts'
import { checkOrders, exitCodes } from './check-orders.ts'

try {
  const address = readOrdersAddress(environment())
  const print = (line: string) => console.log(line)
  // Where a person watches, what is being tried stands in the last line until it is done.
  const onStart = process.stderr.isTTY ? (id: string) => process.stderr.write(`… ${id}\r`) : undefined
  process.exit(await checkOrders(process.argv.slice(2), { ...address, now: systemClock, wait, print, onStart }))
} catch (error) {
  console.error(error instanceof Error ? error.message : 'failed')
  process.exit(error instanceof NoAnswer ? exitCodes.unreachable : exitCodes.fault)
}
