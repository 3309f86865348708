import { firstLine, startProcess } from './process.ts'

const vendorMs = 80

export interface NaiveFigures {
  vendorMs: number
  fieldTasks: number
  vendorCalls: number
  openMs: number
}

async function open(naive: string): Promise<{ ms: number; pages: number }> {
  const began = performance.now()
  const { pages } = (await (await fetch(`${naive}/7300000000000000001`)).json()) as { pages: number }
  return { ms: performance.now() - began, pages }
}

/** Opens a customer's tasks by reading all pages of the vendor's list. */
export async function measureNaive(fieldTasks: number): Promise<NaiveFigures> {
  const settings = { TASKS: String(fieldTasks), LATENCY_MS: String(vendorMs) }
  const vendor = startProcess(['--import', 'tsx', 'tests/bench/paged-vendor.ts'], settings)
  const naive = startProcess(['--import', 'tsx', 'tests/bench/naive-bff.ts'], { VENDOR_URL: await firstLine(vendor) })
  const url = await firstLine(naive)
  const { ms, pages } = await open(url)
  for (const child of [vendor, naive]) child.kill('SIGKILL')
  return { vendorMs, fieldTasks, vendorCalls: pages, openMs: ms }
}
