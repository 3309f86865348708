import type { GroupSop } from '#contract/group-sop'
import type { ListQuery } from '#contract/work'
import type { Memberships } from '../access/memberships.ts'
import type { Clock } from '../clock.ts'
import type { Handlers } from '../http/route.ts'
import type { SourceQuery, SourceAnswer, Source } from '../sources/source.ts'
import { tally } from '../sources/tally.ts'
import type { Permissions } from '../access/permissions.ts'
import { isSameUserid } from '../userid.ts'
import { lookedFor, toWorkList, unconfiguredList, type ListCaller } from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  tanma: Source<GroupSop> | null
  access: Pick<Permissions, 'requireContact' | 'chat'>
  memberships: Memberships
  clock: Clock
}

type GroupSopHandlers = Pick<
  Handlers,
  'GET /api/contacts/:externalUserId/group-sops' | 'GET /api/chats/:chatId/group-sops' | 'GET /api/me/group-sops'
>

const questionOf = (chatIds: readonly string[], { status }: ListQuery, refresh: boolean): SourceQuery => ({
  subjects: chatIds,
  staffId: null,
  status,
  // The owner comes from WeCom, not from 探马.
  mine: false,
  refresh,
})

/** A group's SOPs are the owner's work. */
function owned(reading: SourceAnswer<GroupSop>, isMine: boolean): SourceAnswer<GroupSop> {
  return { ...reading, items: reading.items.map((item) => Object.assign({}, item, { mine: isMine })) }
}

const none = (reading: SourceAnswer<GroupSop>): SourceAnswer<GroupSop> => ({
  ...reading,
  items: [],
  counts: tally([]),
  leftOut: 0,
})

/** 探马 群SOP: of one group, of all the user's groups, and of those among them to which the open contact belongs. */
export function createGroupSopHandlers({ tanma, access, memberships, clock }: Deps): GroupSopHandlers {
  async function ofMine(source: Source<GroupSop>, memberId: string | null, asked: ListCaller) {
    const { query, staff, signal, refresh } = asked
    const { chats, problem } = await memberships.ownedBy(staff.userid, refresh, signal)
    const mine = chats.filter(({ memberIds }) => memberId === null || memberIds.includes(memberId))
    const chatIds = mine.map(({ chatId }) => chatId)
    const reading = await source.read(questionOf(chatIds, query, refresh), signal)
    const known = { ...owned(reading, true), problem: reading.problem ?? problem }
    return toWorkList(
      'tanma',
      lookedFor(known, query, ({ chatName }) => [chatName]),
      { ...asked, clock },
    )
  }

  return {
    'GET /api/contacts/:externalUserId/group-sops': async (input) => {
      const { params, staff, signal, refresh } = input
      await access.requireContact(staff.userid, params.externalUserId, signal, { refresh })
      return tanma ? ofMine(tanma, params.externalUserId, input) : unconfiguredList('tanma')
    },

    'GET /api/me/group-sops': async (input) => (tanma ? ofMine(tanma, null, input) : unconfiguredList('tanma')),

    'GET /api/chats/:chatId/group-sops': async (input) => {
      const { params, query, staff, signal, refresh } = input
      const { owner } = await access.chat(staff.userid, params.chatId, signal, { refresh })
      if (!tanma) return unconfiguredList('tanma')
      const isMine = owner !== null && isSameUserid(owner, staff.userid)
      const reading = owned(await tanma.read(questionOf([params.chatId], query, refresh), signal), isMine)
      const shown = lookedFor(reading, query, ({ chatName }) => [chatName])
      return toWorkList('tanma', query.mine && !isMine ? none(reading) : shown, { ...input, clock })
    },
  }
}
