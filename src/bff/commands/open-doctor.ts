import type { FastifyBaseLogger } from 'fastify'
import { createDoctor, type Doctor } from '../admin/doctor/index.ts'
import type { Clock } from '../clock.ts'
import type { Config } from '../config/config.ts'
import { openFoundation } from '../foundation.ts'

export interface OpenDoctorDeps {
  config: Config
  clock: Clock
  log: Pick<FastifyBaseLogger, 'info' | 'warn' | 'error'>
}

/** A doctor without a server: with production's own clients, whose mirrors never start. */
export async function openDoctor(deps: OpenDoctorDeps): Promise<{ doctor: Doctor; close(): Promise<void> }> {
  const foundation = await openFoundation({ ...deps, isStoreOptional: true })
  return { doctor: createDoctor({ ...deps, foundation }), close: foundation.close }
}
