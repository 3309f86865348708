import { Counter, Gauge, type Registry } from 'prom-client'
import type { BoardCall } from '#contract/board'
import type { Call } from '#contract/endpoint'
import { chinaDay } from '../china-time.ts'
import type { Clock } from '../clock.ts'
import { useridKey } from '../userid.ts'

const uses = ['opened', 'placed', 'linked'] as const
type Use = (typeof uses)[number]

/** The calls by which it is seen that the sidebar was of use. */
const useOf: Partial<Record<Call | BoardCall, Use>> = {
  // The page asks for a card by itself only where a board was lost on its way.
  'GET /api/contacts/:externalUserId': 'opened',
  'GET /api/chats/:chatId': 'opened',
  'GET /api/contacts/:externalUserId/board': 'opened',
  'GET /api/chats/:chatId/board': 'opened',
  'GET /api/me/board': 'opened',
  'GET /api/friends/:friendId/board': 'opened',
  'PUT /api/contacts/:externalUserId/pushes/:pushId/placements/:key': 'placed',
  'PUT /api/chats/:chatId/pushes/:pushId/placements/:key': 'placed',
  'PUT /api/contacts/:externalUserId/links/:source/:sourceId': 'linked',
}
const usesByCall = new Map<string, Use>(Object.entries(useOf))

/** More are not told apart. */
const maxPeople = 20_000

/** Counts what the sidebar is used for, and how many people used it today. Who they are stays in memory until midnight in China. */
export function createUsage(registry: Registry, clock: Clock) {
  const counter = new Counter({
    name: 'sidedesk_usage_total',
    help: 'Boards opened or read again, pieces placed in a chat, and links made.',
    labelNames: ['use'],
    registers: [registry],
  })
  for (const use of uses) counter.inc({ use }, 0)
  let day = ''
  const people = new Set<string>()

  function today(): Set<string> {
    const now = chinaDay(clock())
    if (now !== day) people.clear()
    day = now
    return people
  }

  const gauge: Gauge = new Gauge({
    name: 'sidedesk_people_today',
    help: 'People for whom this instance did one of these since midnight in China, or since it was started.',
    registers: [registry],
    collect() {
      gauge.set(today().size)
    },
  })

  /** `call`: method and route of a call that was answered. */
  return (call: string, userid: string): void => {
    const use = usesByCall.get(call)
    if (!use) return
    counter.inc({ use })
    if (today().size < maxPeople) people.add(useridKey(userid))
  }
}

export type Usage = ReturnType<typeof createUsage>
