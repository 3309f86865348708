/** Messages from the bridge in the sidebar's page to the workbench. */
export type PageMessage =
  | { to: 'workbench'; kind: 'opened'; url: string }
  | { to: 'workbench'; kind: 'invoke'; id: number; name: string; params: Record<string, unknown>; url: string }

/** Messages from the workbench to the bridge. `refocus`: another chat was opened and the page was kept. */
export type HostMessage =
  | { to: 'bridge'; kind: 'answer'; id: number; result: Record<string, unknown> }
  | { to: 'bridge'; kind: 'refocus' }

const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** Reads a `postMessage`; null for anything but a bridge message. */
export function readPageMessage(data: unknown): PageMessage | null {
  if (!isRecord(data) || data.to !== 'workbench' || typeof data.url !== 'string') return null
  const { kind, id, name, params, url } = data
  if (kind === 'opened') return { to: 'workbench', kind, url }
  if (kind !== 'invoke' || typeof id !== 'number' || typeof name !== 'string' || !isRecord(params)) return null
  return { to: 'workbench', kind, id, name, params, url }
}
