import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { phases, runSeries } from './rounds.ts'

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sidedesk-kill-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const seed = Number(process.env['SEED'] ?? Date.now() % 1_000_000)

it(`loses nothing that it acknowledged, and catches up, killed in every phase (seed ${seed})`, async () => {
  const databaseUrl = `file:${join(folder, 'kill.db')}`
  const series = await runSeries({ databaseUrl, rounds: phases.length, seed, fieldTasks: 800 })
  expect(series.losses).toEqual([])
  expect(series.rounds.flatMap(({ faults }) => faults)).toEqual([])
  expect(new Set(series.rounds.map(({ phase }) => phase))).toEqual(new Set(phases))
  expect(series.acknowledged).toBeGreaterThan(10)
}, 240_000)
