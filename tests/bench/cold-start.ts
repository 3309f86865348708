import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { bareMs, readyMs } from './cold-start/ready.ts'
import { openWorkbench, type Opening } from './cold-start/workbench.ts'
import { median } from './load.ts'
import { openSeeds } from './seed-tasks.ts'

const rounds = 3
const seeded = { customerIds: ['7269195022934925565'], staffId: '4622857986008792650' }

export interface ColdStartFigures {
  tasks: number
  /** From the start of the process to ready, in ms: the median, the least and the most. */
  ready: Record<'bare' | 'empty' | 'full', { ms: number; spread: [number, number] }>
  /** With `npm start`, which builds first. */
  workbench: Opening
}

/** Returns how many tasks there are then. */
async function fill(databaseUrl: string, tasks: number): Promise<number> {
  const seeds = await openSeeds(databaseUrl, seeded)
  const filled = await seeds.growTo(tasks)
  await seeds.close()
  return filled
}

const spreadOf = (values: number[]): { ms: number; spread: [number, number] } => ({
  ms: median(values),
  spread: [Math.min(...values), Math.max(...values)],
})

async function measureReady(folder: string, full: string): Promise<ColdStartFigures['ready']> {
  const taken = { bare: [] as number[], empty: [] as number[], full: [] as number[] }
  for (let round = 0; round < rounds; round += 1) {
    taken.bare.push(await bareMs())
    taken.empty.push(await readyMs(`file:${join(folder, `empty-${round}.db`)}`))
    taken.full.push(await readyMs(full))
  }
  return { bare: spreadOf(taken.bare), empty: spreadOf(taken.empty), full: spreadOf(taken.full) }
}

/**
 * How long a process takes to start, and how long the workbench takes on a fresh machine. Uses `all.db` if the mirror's
 * part of the bench has left it.
 */
export async function measureColdStart(largest: number, folder: string): Promise<ColdStartFigures> {
  const path = join(folder, 'all.db')
  const tasks = existsSync(path) ? largest : await fill(`file:${path}`, largest)
  const ready = await measureReady(folder, `file:${path}`)
  return { tasks, ready, workbench: await openWorkbench(['npm', 'start']) }
}
