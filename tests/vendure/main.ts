import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { toText, summary } from '../../src/bff/sources/orders/kit/report.ts'
import { beside } from './beside.ts'
import { startBoughtOrders, type BoughtOrders } from './start-bought-orders.ts'
import { runOrdersKit } from '../support/run-orders-kit.ts'

/**
 * `npm run test:vendure`: the kit against an order system that nobody here wrote, with a bridge of ours in front. Vendure is
 * installed into this folder by a lockfile of its own, and is no part of the product.
 */
const here = fileURLToPath(new URL('.', import.meta.url))
const exitCodes = { passed: 0, failed: 1, notRun: 2 }
const calls = 50

const npm = (stdio: 'ignore' | 'inherit', ...words: string[]): boolean =>
  spawnSync('npm', [...words, '--prefix', here], { stdio }).status === 0

const installPackages = (): boolean =>
  npm('ignore', 'ls') || npm('inherit', 'ci', '--ignore-scripts', '--no-audit', '--no-fund')

async function runKit({ url, people }: BoughtOrders): Promise<boolean> {
  const lines = await runOrdersKit(url, { ...people, calls })
  for (const line of lines) console.log(toText(line))
  console.log(summary(lines))
  return lines.every(({ state }) => state !== 'fault')
}

/** What is shipped in the shop has to be done no more: as the bridge tells it, and beside the customer's chat. */
async function runTasks(bought: BoughtOrders): Promise<boolean> {
  const { openTasks, ship } = bought
  const before = await openTasks()
  const isSeen = await beside(bought, ship)
  const after = await openTasks()
  console.log(`open tasks: ${before.join(', ')}; once the order is shipped in Vendure: ${after.join(', ')}`)
  return isSeen && before.join() === 'collect_payment,deliver,refund' && after.join() === 'collect_payment,refund'
}

if (!installPackages()) {
  console.error('NOT RUN: Vendure could not be installed from the npm registry.')
  process.exit(exitCodes.notRun)
}
const bought = await startBoughtOrders()
try {
  const isGood = [await runKit(bought), await runTasks(bought)].every(Boolean)
  process.exitCode = isGood ? exitCodes.passed : exitCodes.failed
} finally {
  await bought.stop()
}
