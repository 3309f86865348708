import type { Session as SessionAnswer, Staff } from '#contract/session'
import { sourceIds, type SourceId } from '#contract/source'
import type { Handlers } from '../http/route.ts'
import type { PanelConfig } from '../panels/config.ts'
import { panelsOpenTo } from '../panels/open-to.ts'
import type { OpenSource } from '../sources/definition.ts'

export interface Installation {
  corpId: string
  agentId: string
  /** Null where a source is not configured. */
  sources: Readonly<Record<SourceId, OpenSource | null>>
  panels: readonly PanelConfig[]
  build: string
}

/** What the page may know of who uses it, and of the installation. */
export async function describeSession(
  staff: Staff,
  { sources, panels, ...installation }: Installation,
): Promise<SessionAnswer> {
  const described = sourceIds.map(async (id) => {
    const source = sources[id]
    if (!source) return { id, configured: false, connected: false }
    // A store that does not answer is no reason to withhold the page: the lists report it.
    const connected = (await source.isConnected?.(staff.userid).catch(() => false)) ?? true
    const { name } = source
    return Object.assign({ id, configured: true, connected }, name === undefined ? {} : { name })
  })
  const open = panelsOpenTo(panels, staff.userid)
  return { staff, ...installation, sources: await Promise.all(described), panels: open }
}

export function createSessionHandlers(installation: Installation): Pick<Handlers, 'GET /api/session'> {
  return { 'GET /api/session': ({ staff }) => describeSession(staff, installation) }
}
