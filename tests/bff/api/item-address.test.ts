import { afterAll, beforeAll, expect, it } from 'vitest'
import { systemClock } from '../../../src/bff/clock.ts'
import type { WorkItem } from '#contract/work'
import { startWork, type WorkBench } from '../../support/start-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
let bench: WorkBench
let me = ''

beforeAll(async () => {
  const environment = {
    YOUMI_TODO_URL: 'https://youmi.example.com/todo?id={id}',
    WAIQIN_TASK_URL: 'https://waiqin.example.com/#/task/{id}',
    TANMA_SOP_URL: 'https://tanma.example.com/sop/{id}/send',
  }
  bench = await startWork({ clock: systemClock, environment })
  me = await bench.bff.signIn('mengxiangyu')
})
afterAll(() => bench.close())

const firstOf = async (path: string): Promise<WorkItem> => {
  const answer = await bench.bff.get(`/api/${path}?status=all`, me)
  const [first] = answer.json<{ items: WorkItem[] }>().items
  if (!first) throw new Error(`nothing at ${path}`)
  return first
}

it.each([
  ['todos', 'https://youmi.example.com/todo?id={id}'],
  ['field-tasks', 'https://waiqin.example.com/#/task/{id}'],
  ['group-sops', 'https://tanma.example.com/sop/{id}/send'],
])('a row of %s brings the address where it is finished, with the vendor’s own id', async (list, template) => {
  const { id, url } = await firstOf(`contacts/${contact}/${list}`)
  expect(url).toBe(template.replace('{id}', id.slice(id.indexOf(':') + 1)))
})

it('what has no such address says so', async () => {
  expect((await firstOf('me/moments')).url).toBeNull()
})
