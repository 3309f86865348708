import type { Panel, PanelEntry } from '#contract/panel'
import { hasUserid } from '../userid.ts'
import type { PanelConfig } from './config.ts'

const isOpenTo = ({ staff }: PanelConfig, userid: string): boolean => staff === null || hasUserid(staff, userid)

/** The panels that this person may open, without who else may. */
export const panelsOpenTo = (all: readonly PanelConfig[], userid: string): Panel[] =>
  all.filter((panel) => isOpenTo(panel, userid)).map(({ staff: _staff, ...panel }) => panel)

/** One of them beside what is open; null where there is none for this person. */
export function panelOpenTo(
  all: readonly PanelConfig[],
  { id, entry, userid }: { id: string; entry: PanelEntry; userid: string },
): Panel | null {
  return panelsOpenTo(all, userid).find((panel) => panel.id === id && panel.entries.includes(entry)) ?? null
}
