import { flushPromises, mount } from '@vue/test-utils'
import { getActivePinia } from 'pinia'
import { describe, expect, test, vi } from 'vitest'
import ToastLine from '../../src/app/ui/ToastLine.vue'
import { createFakeApi } from './support/fake-api.ts'
import { alerts, button, mountBoard, press, text, titles, useBoards } from './support/mount-board.ts'
import { contact, fieldTask, list, problem } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const at = (rest = '') => `/api/contacts/wmAAA${rest}`
const tasks = `GET ${at('/field-tasks')}`
const offered = `GET ${at('/link-candidates')}`
const link = at('/links/waiqin/72')
const candidate = {
  source: 'waiqin',
  sourceId: '72',
  title: '国强粮油',
  subtitle: null,
  reasons: ['same_phone', 'i_manage'],
  isLinked: false,
  isLinkedElsewhere: false,
}
const unlinked = { body: list('waiqin', [], { state: 'unlinked', needs: 'contact-link', asOf: null }) }
const routes = (candidates: object[]) => ({
  [`GET ${at()}`]: { body: contact },
  [`GET ${at('/todos')}`]: { body: list('youmi', []) },
  [`GET ${at('/group-sops')}`]: { body: list('tanma', []) },
  [tasks]: unlinked,
  [offered]: { body: { source: 'waiqin', candidates } },
  [`PUT ${link}`]: { status: 204 },
  [`DELETE ${link}`]: { status: 204 },
})
const oneTap = '是「国强粮油」 · 电话一致'
/** The filled buttons: a screen has one. */
const filled = () => [...document.querySelectorAll('.main-button')].map((each) => each.textContent.trim())

useBoards()

describe('a customer who is not linked, but has the phone of one elsewhere', () => {
  test('is linked in one tap, and that is taken back in another', async () => {
    const api = createFakeApi(routes([candidate, { ...candidate, sourceId: '73', reasons: ['my_task'] }]))
    await mountBoard()
    mount(ToastLine, { global: { plugins: [getActivePinia() ?? []] } as never })
    await vi.waitFor(() => expect(filled()).toEqual([oneTap]))
    expect(button('关联勤策里的另一位')).toBeDefined()
    api.routes[tasks] = { body: list('waiqin', [fieldTask(2, '2026-06-10T18:00:00+08:00')]) }
    await press(oneTap)
    expect(titles()).toEqual(['任务 2'])
    expect(document.querySelector('.toast [role=status]')?.textContent).toBe('已关联「国强粮油」')
    api.routes[tasks] = unlinked
    await press('撤销')
    expect(api.calls()).toContain(`DELETE ${link}`)
    expect(text()).toContain('还没有关联这位客户')
    expect(text()).not.toContain('已关联「国强粮油」')
  })

  test('is told why where the link is refused, with the number of the failure', async () => {
    createFakeApi({ ...routes([candidate]), [`PUT ${link}`]: { status: 403, body: problem('not_a_candidate', 403) } })
    await mountBoard()
    await vi.waitFor(() => expect(filled()).toEqual([oneTap]))
    await press(oneTap)
    expect(alerts()).toEqual(['他不归你负责，也不在你的任务里，不能关联'])
    expect(button('编号')).toBeDefined()
  })

  test.each([
    ['without the phone is a name alone', [{ ...candidate, reasons: ['my_task', 'i_manage'] }]],
    ['may be somebody else', [{ ...candidate, isLinkedElsewhere: true }]],
    ['may be one of two', [candidate, { ...candidate, sourceId: '73' }]],
  ])('has no such button where that one %s', async (_why, candidates) => {
    createFakeApi(routes(candidates))
    await mountBoard()
    await vi.waitFor(() => expect(document.querySelector('.is-waiting')).toBeNull())
    expect(filled()).toEqual(['关联勤策客户'])
  })
})

test('what is found after two seconds changes no button under the finger', async () => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
  let answer = (): void => undefined
  const late = new Promise<void>((resolve) => (answer = resolve))
  createFakeApi({
    ...routes([]),
    [offered]: () => late.then(() => ({ body: { source: 'waiqin', candidates: [candidate] } })),
  })
  await mountBoard()
  expect(document.querySelector('.is-waiting')).not.toBeNull()
  await vi.advanceTimersByTimeAsync(2000)
  expect(document.querySelector('.is-waiting')).toBeNull()
  answer()
  await flushPromises()
  expect(filled()).toEqual(['关联勤策客户'])
})
