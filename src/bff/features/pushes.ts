import type { ListQuery, WorkList } from '#contract/work'
import type { Push } from '#contract/push'
import type { Clock } from '../clock.ts'
import type { Caller, Handlers } from '../http/route.ts'
import { configured } from '../sources/configured.ts'
import type { SourceAnswer } from '../sources/source.ts'
import { isWanted } from '../sources/tally.ts'
import type { Subject, Yunzhong } from '../sources/yunzhong/index.ts'
import type { Permissions } from '../access/permissions.ts'
import { lookedFor, orDisconnected, toWorkList, unconfiguredList, type ListCaller } from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  yunzhong: Pick<Yunzhong, 'pushes'> | null
  access: Pick<Permissions, 'requireContact' | 'requireChat'>
  clock: Clock
}

type PushHandlers = Pick<Handlers, Extract<keyof Handlers, `${string}/pushes${string}`>>

const source = 'yunzhong'
const filtered = (reading: SourceAnswer<Push>, { status }: ListQuery): SourceAnswer<Push> => ({
  ...reading,
  items: reading.items.filter((push) => isWanted(push.status, status)),
})

/** 芸众 pushes for the open customer or group. The permission is checked first, whatever the source's state. */
export function createPushHandlers({ yunzhong, access, clock }: Deps): PushHandlers {
  const { requireContact, requireChat } = access
  const pushesOf = () => configured(source, yunzhong).pushes

  async function list(subject: Subject, asked: ListCaller): Promise<WorkList<Push>> {
    const { query, staff, signal, refresh } = asked
    if (!yunzhong) return unconfiguredList(source)
    const reading = yunzhong.pushes.read({ userid: staff.userid, subject, refresh }, signal)
    const toList = (read: SourceAnswer<Push>) =>
      toWorkList(source, lookedFor(filtered(read, query), query), { ...asked, clock })
    return reading.then(toList, orDisconnected<Push>(source))
  }

  async function place(subject: Subject, which: { pushId: string; key: string }, { staff, signal, log }: Caller) {
    const { userid } = staff
    const isNew = await pushesOf().place({ userid, subject }, which, signal)
    if (isNew) log.info({ audit: 'placement', userid, source, ...subject, ...which }, 'placed')
    return null
  }

  return {
    'GET /api/contacts/:externalUserId/pushes': async (input) => {
      const { params, staff, signal, refresh } = input
      await requireContact(staff.userid, params.externalUserId, signal, { refresh })
      return list({ externalUserId: params.externalUserId }, input)
    },

    'GET /api/chats/:chatId/pushes': async (input) => {
      const { params, staff, signal, refresh } = input
      await requireChat(staff.userid, params.chatId, signal, { refresh })
      return list({ chatId: params.chatId }, input)
    },

    'GET /api/contacts/:externalUserId/pushes/:pushId': async ({ params, staff: { userid }, signal }) => {
      const { externalUserId, pushId } = params
      await requireContact(userid, externalUserId, signal)
      return pushesOf().content({ userid, subject: { externalUserId } }, pushId, signal)
    },

    'GET /api/chats/:chatId/pushes/:pushId': async ({ params, staff: { userid }, signal }) => {
      const { chatId, pushId } = params
      await requireChat(userid, chatId, signal)
      return pushesOf().content({ userid, subject: { chatId } }, pushId, signal)
    },

    'PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key': async (input) => {
      const { externalUserId, pushId, key } = input.params
      await requireContact(input.staff.userid, externalUserId, input.signal)
      return place({ externalUserId }, { pushId, key }, input)
    },

    'PUT /api/chats/:chatId/pushes/:pushId/placements/:key': async (input) => {
      const { chatId, pushId, key } = input.params
      await requireChat(input.staff.userid, chatId, input.signal)
      return place({ chatId }, { pushId, key }, input)
    },
  }
}
