import { createMemberships } from './chat/memberships.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { createConnectionHandlers } from './connections/handlers.ts'
import { createWhose } from './contact/whose.ts'
import { createFieldTaskHandlers } from './field-tasks/handlers.ts'
import { createGroupSopHandlers } from './group-sops/handlers.ts'
import { createLinkHandlers } from './links/handlers.ts'
import { createMomentHandlers } from './moments/handlers.ts'
import { createNoticeHandlers } from './notices/handlers.ts'
import type { Sources } from './open-sources.ts'
import { createPushHandlers } from './pushes/handlers.ts'
import { createStaffIds, sameAsUserid } from './staff-ids.ts'
import type { Store } from './store/store.ts'
import { createTodoHandlers } from './todos/handlers.ts'
import type { Changes } from './wecom/changes.ts'
import type { Permissions } from './wecom/permissions.ts'
import type { Wecom } from './wecom/wecom.ts'

interface Deps {
  config: Config
  sources: Pick<Sources, 'youmi' | 'waiqin' | 'tanma' | 'yunzhong'>
  store: Store
  wecom: Wecom
  permissions: Permissions
  changes: Changes
  clock: Clock
}

/** The calls that list work, and those that say who is who at the vendors. */
export function createWorkHandlers({ config, sources, store, wecom, permissions, changes, clock }: Deps) {
  const { youmi, waiqin, tanma, yunzhong } = sources
  const rules = { ...(config.youmi?.isStaffIdUserid ? { youmi: sameAsUserid } : {}), ...(waiqin ? { waiqin } : {}) }
  const staffIds = createStaffIds({ links: store.links, rules })
  const memberships = createMemberships({ wecom, chats: store.chats, changes, clock })
  const whose = createWhose({ links: store.links, permissions })
  const common = { permissions, staffIds, links: store.links, whose, clock, store }
  return {
    ...createTodoHandlers(youmi, common),
    ...createFieldTaskHandlers(waiqin, common),
    ...createGroupSopHandlers({ permissions, memberships, clock, tanma }),
    ...createConnectionHandlers({ yunzhong }),
    ...createPushHandlers({ permissions, clock, yunzhong }),
    ...createMomentHandlers({ permissions, clock, yunzhong }),
    ...createNoticeHandlers({ clock, yunzhong }),
    ...createLinkHandlers({ ...common, sources: { youmi, waiqin }, linkByPhone: config.isLinkedByPhone }),
  }
}
