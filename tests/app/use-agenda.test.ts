import { effectScope, nextTick, ref } from 'vue'
import { expect, test } from 'vitest'
import type { WorkItem } from '#contract/work'
import { useAgenda } from '../../src/app/agenda/useAgenda.ts'
import { createFakeTimer } from './support/fake-timer.ts'
import { moment, now, todo } from './support/samples.ts'

function open(first: WorkItem[]) {
  const items = ref(first)
  const isGathering = ref(true)
  const timer = createFakeTimer()
  const scope = effectScope()
  const agenda = scope.run(() => useAgenda({ items, isGathering, clock: () => now, timer }))
  if (!agenda) throw new Error('no scope')
  const shown = () => agenda.sections.value?.flatMap((section) => section.items.map(({ id }) => id)) ?? null
  async function come(more: WorkItem[]): Promise<void> {
    items.value = more
    await nextTick()
  }
  return { agenda, timer, shown, come, isGathering }
}

const news = moment(1)
const due = todo(2, '2026-06-10T11:00:00+08:00')

test('news that come first wait for what is due, and then stand below it', async () => {
  const { agenda, timer, shown, come } = open([news])
  await timer.advance(1000)
  expect(shown()).toBeNull()
  await come([news, due])
  await timer.advance(299)
  expect(shown()).toBeNull()
  await timer.advance(1)
  expect(shown()).toEqual([due.id, news.id])
  expect(agenda.waiting.value).toBeNull()
})

test('news alone are shown when what is due takes too long', async () => {
  const { timer, shown } = open([news])
  await timer.advance(1499)
  expect(shown()).toBeNull()
  await timer.advance(1)
  expect(shown()).toEqual([news.id])
})

test('news are shown at once when there is nothing to wait for', async () => {
  const { shown, isGathering } = open([news])
  isGathering.value = false
  await nextTick()
  expect(shown()).toEqual([news.id])
})
