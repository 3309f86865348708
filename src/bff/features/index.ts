import { createMemberships } from '../access/memberships.ts'
import type { Clock } from '../clock.ts'
import { createConnectionHandlers } from './connections.ts'
import { createFollowed, createWhose } from '../identity/whose.ts'
import { createOrderContacts } from '../identity/order-contacts.ts'
import { createOrderSubject } from '../identity/order-subject.ts'
import { createFieldTaskHandlers } from './field-tasks.ts'
import { createGroupSopHandlers } from './group-sops.ts'
import { createLinkHandlers } from './links.ts'
import { createMomentHandlers } from './moments.ts'
import { createNoticeHandlers } from './notices.ts'
import { createOrderHandlers } from './orders.ts'
import type { LinkMakers } from '../identity/link-maker.ts'
import type { OpenSources } from '../sources/index.ts'
import { createPushHandlers } from './pushes.ts'
import { createStaffIds } from '../identity/staff-ids.ts'
import { createStaffNames } from '../identity/staff-names.ts'
import type { Store } from '../store/store.ts'
import { createTodoHandlers } from './todos.ts'
import type { Changes } from '../access/changes.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Wecom } from '../wecom/wecom.ts'

interface Deps {
  linkByPhone: boolean
  makers: LinkMakers
  sources: OpenSources
  store: Store
  wecom: Wecom
  access: Permissions
  changes: Changes
  /** Changes that the order system reported. */
  orderChanges: Changes
  clock: Clock
}

/** The calls that list work, and those that link people to vendors' ids. */
export function createWorkHandlers({ linkByPhone, makers, sources, store, access, clock, ...deps }: Deps) {
  const { youmi, waiqin, tanma, yunzhong, orders } = sources
  const { wecom, changes, orderChanges } = deps
  const { links } = store
  const staffIds = createStaffIds({ links: store.links, departures: store.departures, sources })
  const memberships = createMemberships({ wecom, chats: store.chats, changes, clock })
  const whose = createWhose({ links: store.links, access })
  const common = { access, staffIds, links: store.links, makers, whose, clock }
  return {
    ...createTodoHandlers(youmi, { ...common, staffNames: createStaffNames({ links: store.links, wecom, sources }) }),
    ...createFieldTaskHandlers(waiqin, common),
    ...createGroupSopHandlers({ access, memberships, clock, tanma }),
    ...createConnectionHandlers({ yunzhong }),
    ...createPushHandlers({ access, clock, yunzhong }),
    ...createMomentHandlers({ access, clock, yunzhong, wecom }),
    ...createNoticeHandlers({ clock, yunzhong }),
    ...createOrderHandlers({
      orders,
      subjectOf: createOrderSubject({ access, links, changes: orderChanges, linkByPhone }),
      contactsOf: createOrderContacts({ links, followed: createFollowed({ access }) }),
      clock,
    }),
    ...createLinkHandlers({ ...common, sources: { youmi, waiqin, orders }, linkByPhone, changes: orderChanges }),
  }
}
