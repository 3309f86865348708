import type { Session as SessionAnswer, Staff } from '#contract/session'
import type { SourceId } from '#contract/source'
import type { Handlers } from '../http/route.ts'

export interface Installation {
  corpId: string
  agentId: string
  sources: SessionAnswer['sources']
  /** Sources that know each salesperson by a session of his own: whether he has one. */
  connected: Partial<Record<SourceId, (userid: string) => Promise<boolean>>>
  build: string
}

/** What the page may know of who uses it, and of the installation. */
export async function describeSession(
  staff: Staff,
  { connected, sources, ...installation }: Installation,
): Promise<SessionAnswer> {
  const own = sources.map(async (source) => {
    const ask = source.configured ? connected[source.id] : undefined
    // A store that does not answer is no reason to withhold the page: the lists will say.
    return ask ? { ...source, connected: await ask(staff.userid).catch(() => false) } : source
  })
  return { staff, ...installation, sources: await Promise.all(own) }
}

export function createSessionHandlers(installation: Installation): Pick<Handlers, 'GET /api/session'> {
  return { 'GET /api/session': ({ staff }) => describeSession(staff, installation) }
}
