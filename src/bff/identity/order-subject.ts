import { changedAtOf, type Changes } from '../access/changes.ts'
import type { Permissions } from '../access/permissions.ts'
import type { Caller } from '../http/route.ts'
import { identitiesOf, type OrdersQuestion } from '../sources/orders/index.ts'
import type { LinkStore } from '../store/store.ts'
import { ownMobiles } from './own-mobiles.ts'

interface Deps {
  access: Pick<Permissions, 'contact'>
  links: Pick<LinkStore, 'ofContact'>
  /** Changes that the order system reported. */
  changes: Changes
  linkByPhone: boolean
}

export type Asked = Pick<Caller, 'staff' | 'signal'> & {
  params: { externalUserId: string }
  refresh?: boolean
}

/** Who a contact is for the order system: what WeCom says of them, and what they are linked to now. @throws not_a_follower */
export function createOrderSubject({ access, links, changes, linkByPhone }: Deps) {
  return async ({ params, staff, signal, refresh = false }: Asked): Promise<OrdersQuestion> => {
    const { externalUserId } = params
    const { userid } = staff
    const contact = await access.contact(userid, externalUserId, signal, { refresh })
    const linked = (await links.ofContact(externalUserId)).filter(({ source }) => source === 'orders')
    const identities = identitiesOf({
      externalUserId,
      unionId: contact.unionId,
      customerIds: linked.map(({ sourceId }) => sourceId),
      phones: linkByPhone ? ownMobiles(contact, userid) : [],
    })
    return { userid, externalUserId, identities, refresh, changedAt: changedAtOf(changes, externalUserId) }
  }
}

export type OrderSubject = ReturnType<typeof createOrderSubject>
