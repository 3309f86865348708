import type { FastifyBaseLogger } from 'fastify'
import PQueue from 'p-queue'
import { factsOf } from '../logging/log-failure.ts'
import { groupListKey, type ChangeLog } from '../access/changes.ts'
import type { Wecom } from '../wecom/wecom.ts'
import { isRecent } from '../age.ts'
import type { Clock } from '../clock.ts'
import type { Departures } from '../session/departures.ts'
import type { CallbackEvent, PersonEvent } from './message.ts'

export interface EffectsDeps {
  changes: ChangeLog
  departures: Pick<Departures, 'left' | 'deleted' | 'renamed' | 'found'>
  wecom: Pick<Wecom, 'chat' | 'member'>
  clock: Clock
  log: Pick<FastifyBaseLogger, 'warn' | 'info'>
}

/** Settles when the event is stored: from then on earlier answers about its subject are not used. */
export type CallbackEffects = (event: CallbackEvent) => Promise<void>

const askTimeoutMs = 8000
/** An event that is older, or says no time, may be a replay: it ends sessions, and WeCom is asked about the rest. */
const soonMs = 3_600_000
/** The most groups that wait to be read, two at a time; further ones are read when their lists are ten minutes old. */
const maxWaiting = 500

/** What an event changes here. The group's owner is read afterwards, since the event does not name them. */
export function createEffects({
  changes,
  departures,
  wecom,
  clock,
  log,
}: EffectsDeps): CallbackEffects & { close(): Promise<void> } {
  const queue = new PQueue({ concurrency: 2 })
  const stop = new AbortController()

  async function tellOwner(chatId: string): Promise<void> {
    try {
      const { owner } = await wecom.chat(chatId, AbortSignal.any([stop.signal, AbortSignal.timeout(askTimeoutMs)]))
      if (owner !== null) await changes.mark(groupListKey(owner))
    } catch (error) {
      // The new owner sees the group when their list is ten minutes old, or when they pull to refresh.
      log.warn(factsOf(error), 'a group whose owner is not known')
    }
  }

  /** Takes the mark away again from who is still there. */
  async function confirm(userid: string): Promise<void> {
    try {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(askTimeoutMs)])
      if (!(await wecom.member(userid, signal)).isGone) await departures.found(userid)
    } catch (error) {
      // The next sign-in asks, too.
      log.warn(factsOf(error), 'it is not known whether a colleague has left')
    }
  }

  async function leave({ userid, how, at }: PersonEvent): Promise<void> {
    log.info({ audit: 'left', userid, source: 'wecom', how }, 'no longer a member')
    const isNews = at !== null && isRecent(at, soonMs, clock())
    if (how === 'gone' || !isNews) await departures.left(userid)
    else await departures[how](userid)
    if (!isNews && queue.size < maxWaiting) void queue.add(() => confirm(userid))
  }

  async function effects(event: CallbackEvent): Promise<void> {
    if (event.kind === 'person') await leave(event)
    if (event.kind === 'contact') await changes.mark(event.externalUserId)
    if (event.kind !== 'chat') return
    await changes.mark(event.chatId)
    if (event.mayHaveNewOwner && queue.size < maxWaiting) void queue.add(() => tellOwner(event.chatId))
  }

  return Object.assign(effects, {
    async close() {
      stop.abort()
      queue.clear()
      await queue.onIdle()
    },
  })
}
