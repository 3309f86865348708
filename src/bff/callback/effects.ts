import type { FastifyBaseLogger } from 'fastify'
import PQueue from 'p-queue'
import { factsOf } from '../logging/log-failure.ts'
import { groupListKey, type ChangeLog } from '../access/changes.ts'
import type { Wecom } from '../wecom/wecom.ts'
import type { CallbackEvent } from './message.ts'

export interface EffectsDeps {
  changes: ChangeLog
  wecom: Pick<Wecom, 'chat'>
  log: Pick<FastifyBaseLogger, 'warn'>
}

/** Settles when the event is stored: from then on earlier answers about its subject are not used. */
export type CallbackEffects = (event: CallbackEvent) => Promise<void>

const askTimeoutMs = 8000
/** The most groups that wait to be read, two at a time; further ones are read when their lists are ten minutes old. */
const maxWaiting = 500

/** What an event changes here. The group's owner is read afterwards, since the event does not name them. */
export function createEffects({ changes, wecom, log }: EffectsDeps): CallbackEffects & { close(): Promise<void> } {
  const queue = new PQueue({ concurrency: 2 })
  const stop = new AbortController()

  async function tellOwner(chatId: string): Promise<void> {
    try {
      const { owner } = await wecom.chat(chatId, AbortSignal.any([stop.signal, AbortSignal.timeout(askTimeoutMs)]))
      await changes.mark(groupListKey(owner))
    } catch (error) {
      // The new owner sees the group when their list is ten minutes old, or when they pull to refresh.
      log.warn(factsOf(error), 'a group whose owner is not known')
    }
  }

  async function effects(event: CallbackEvent): Promise<void> {
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
