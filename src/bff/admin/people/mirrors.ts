import type { StaffSourceId } from '#contract/admin-id'
import { createMirror, type Mirror } from '../../mirror/mirror.ts'
import type { MirrorOptions } from '../../mirror/options.ts'
import type { Store } from '../../store/store.ts'
import type { Wecom } from '../../wecom/wecom.ts'
import { createMemberPass } from './member-pass.ts'
import { createVendorPass } from './passes.ts'
import { sourceOf, staffSourcesOf, type AnySources } from './staff-sources.ts'

export interface PeopleMirrorsDeps extends Omit<MirrorOptions, 'name' | 'version' | 'intervalMs' | 'run' | 'store'> {
  store: Pick<Store, 'leases' | 'mirrors' | 'people'>
  wecom: Pick<Wecom, 'directory'>
  sources: AnySources
}

export type PeopleMirrors = ReturnType<typeof createPeopleMirrors>

const dayMs = 86_400_000
export const peoplePlan = { version: 1, intervalMs: dayMs } as const
export const membersMirror = 'people-wecom'
export const peopleMirror = (source: StaffSourceId): string => `people-${source}`

/** Reads who works here, and who is known at each vendor: once a day, by one of the instances. Each list by itself. */
export function createPeopleMirrors({ wecom, sources, ...deps }: PeopleMirrorsDeps) {
  const plans = [
    { name: membersMirror, run: createMemberPass(wecom, deps.store) },
    ...staffSourcesOf(sources).flatMap((id) => {
      const people = sourceOf(sources, id)?.people
      return people ? [{ name: peopleMirror(id), run: createVendorPass(id, people, deps.store) }] : []
    }),
  ]
  const mirrors: Mirror[] = plans.map((plan) => createMirror({ ...deps, ...plan, ...peoplePlan }))
  return {
    start: () => mirrors.forEach((mirror) => mirror.start()),
    /** One pass of each, now. */
    async sync(signal: AbortSignal): Promise<void> {
      await Promise.all(mirrors.map((mirror) => mirror.wake({ ifOlderThanMs: 0, signal })))
    },
    async stop(): Promise<void> {
      await Promise.all(mirrors.map((mirror) => mirror.stop()))
    },
  }
}
