import { createMemberView, linkHost } from './member-view.ts'
import { startPanel, type PanelServer } from './start-panel.ts'
import type { Clock } from '../vendors/vendor.ts'
import type { World } from '../world/world.ts'

export const panelIds = ['member', 'hostile'] as const
export type PanelName = (typeof panelIds)[number]

export interface PanelsOptions {
  /** Folder of the project. */
  root: string
  /** The sidebar's origin. */
  sidedesk: string
  world: World
  /** By default the system clock. */
  clock?: Clock
  /** A second page, to misbehave beside the first. */
  hasHostile?: boolean
}

export interface Panels {
  servers: Partial<Record<PanelName, PanelServer>>
  /** The variable of a BFF that shows these pages. */
  environment: Record<string, string>
  reset(): void
  close(): Promise<void>
}

const titles: Record<PanelName, string> = { member: '会员', hostile: '坏页面' }

/** Starts the company's own pages, each at an origin of its own. */
export async function startPanels(options: PanelsOptions): Promise<Panels> {
  const { root, sidedesk, world, clock = Date.now, hasHostile = false } = options
  const common = { root, sidedesk, read: createMemberView(world, clock) }
  const member = await startPanel(common)
  const servers = { member, ...(hasHostile ? { hostile: await startPanel(common) } : {}) }
  const all = Object.entries(servers) as [PanelName, PanelServer][]
  const configured = all.map(([id, { origin }]) => ({
    id,
    title: titles[id],
    url: `${origin}/`,
    entries: ['contact', 'group', 'mine'],
    place: true,
    linkHosts: [linkHost],
  }))
  return {
    servers,
    environment: { PANELS: JSON.stringify(configured) },
    reset() {
      for (const [, server] of all) server.behaviour = 'ok'
    },
    async close() {
      await Promise.all(all.map(([, server]) => server.close()))
    },
  }
}
