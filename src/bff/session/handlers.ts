import type { Session as SessionAnswer } from '#contract/session'
import type { Handlers, Staff } from '../route.ts'

export interface Installation {
  corpId: string
  agentId: string
  sources: SessionAnswer['sources']
  build: string
}

/** What the page may know of who uses it, and of the installation. */
export const describeSession = (staff: Staff, installation: Installation): SessionAnswer => ({
  staff,
  ...installation,
})

export function createSessionHandlers(installation: Installation): Pick<Handlers, 'GET /api/session'> {
  return { 'GET /api/session': async ({ staff }) => describeSession(staff, installation) }
}
