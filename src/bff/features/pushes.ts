import type { ListQuery, WorkList } from '#contract/work'
import type { Push } from '#contract/push'
import type { Clock } from '../clock.ts'
import type { Handlers, Input } from '../http/route.ts'
import { configured } from '../sources/configured.ts'
import type { SourceAnswer } from '../sources/source.ts'
import { isWanted } from '../sources/tally.ts'
import type { Subject, Yunzhong } from '../sources/yunzhong/index.ts'
import type { Permissions } from '../access/permissions.ts'
import { orDisconnected, toWorkList, unconfiguredList } from '../work/work-list.ts'

interface Deps {
  /** Null where it is not configured. */
  yunzhong: Pick<Yunzhong, 'pushes'> | null
  permissions: Permissions
  clock: Clock
}

type PushHandlers = Pick<Handlers, Extract<keyof Handlers, `${string}/pushes${string}`>>

type Asking = Pick<Input<'GET /api/chats/:chatId/pushes'>, 'staff' | 'signal' | 'log' | 'requestId' | 'refresh'>

const source = 'yunzhong'
const filtered = (reading: SourceAnswer<Push>, { status }: ListQuery): SourceAnswer<Push> => ({
  ...reading,
  items: reading.items.filter((push) => isWanted(push.status, status)),
})

/** 芸众 pushes for the open customer or group. Who may see the subject comes first, whatever the source's state. */
export function createPushHandlers({ yunzhong, permissions, clock }: Deps): PushHandlers {
  const { contact, chat } = permissions

  const pushesOf = () => configured(source, yunzhong).pushes

  async function list(subject: Subject, query: ListQuery, input: Asking): Promise<WorkList<Push>> {
    const { staff, signal, requestId, refresh, log } = input
    if (!yunzhong) return unconfiguredList(source)
    const asked = yunzhong.pushes.read({ userid: staff.userid, subject, refresh }, signal)
    const toList = (reading: Reading<Push>) =>
      toWorkList(source, filtered(reading, query), { query, clock, requestId, log })
    return asked.then(toList, orDisconnected<Push>(source))
  }

  async function place(subject: Subject, which: { pushId: string; key: string }, { staff, signal, log }: Asking) {
    const { userid } = staff
    const isNew = await pushesOf().place({ userid, subject }, which, signal)
    if (isNew) log.info({ audit: 'placement', userid, source, ...subject, ...which }, 'placed')
    return null
  }

  return {
    'GET /api/contacts/:externalUserId/pushes': async (input) => {
      const { params, query, staff, signal } = input
      await contact(staff.userid, params.externalUserId, signal)
      return list({ externalUserId: params.externalUserId }, query, input)
    },

    'GET /api/chats/:chatId/pushes': async (input) => {
      const { params, query, staff, signal } = input
      await chat(staff.userid, params.chatId, signal)
      return list({ chatId: params.chatId }, query, input)
    },

    'GET /api/contacts/:externalUserId/pushes/:pushId': async ({ params, staff: { userid }, signal }) => {
      const { externalUserId, pushId } = params
      await contact(userid, externalUserId, signal)
      return pushesOf().content({ userid, subject: { externalUserId } }, pushId, signal)
    },

    'GET /api/chats/:chatId/pushes/:pushId': async ({ params, staff: { userid }, signal }) => {
      const { chatId, pushId } = params
      await chat(userid, chatId, signal)
      return pushesOf().content({ userid, subject: { chatId } }, pushId, signal)
    },

    'PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key': async (input) => {
      const { externalUserId, pushId, key } = input.params
      await contact(input.staff.userid, externalUserId, input.signal)
      return place({ externalUserId }, { pushId, key }, input)
    },

    'PUT /api/chats/:chatId/pushes/:pushId/placements/:key': async (input) => {
      const { chatId, pushId, key } = input.params
      await chat(input.staff.userid, chatId, input.signal)
      return place({ chatId }, { pushId, key }, input)
    },
  }
}
