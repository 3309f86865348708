import type { Locator } from '@playwright/test'
import { act, addPush, openConnected } from './connected.ts'
import { showLikely } from './screens.ts'
import { expect, test, who, type Workbench } from './workbench.ts'

/** How many taps a job takes, from the board as it opens. */
function countTaps() {
  const count = { taps: 0 }
  const tap = async (target: Locator): Promise<void> => {
    await target.click()
    count.taps += 1
  }
  return { count, tap }
}

const button = ({ sidebar }: Workbench, name: RegExp | string) =>
  sidebar.getByRole('button', { name, exact: typeof name === 'string' }).first()
const openMine = (workbench: Workbench) => workbench.open({ user: 'hejing', chat: 'workbench' })
const rows = ({ sidebar }: Workbench) => sidebar.locator('.row__title')

test('what is overdue for this customer, and who else follows them, is seen without a tap', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, width: '360' })
  await expect(workbench.sidebar.getByRole('heading', { name: /^逾期/ })).toBeInViewport()
  await expect(workbench.sidebar.locator('.row').first()).toBeInViewport()
  await expect(workbench.sidebar.getByText('另有 林晓梅 跟进')).toBeInViewport()
})

test('a customer is called with one tap', async ({ workbench }) => {
  await workbench.open({ chat: who.samePhone })
  await expect(workbench.sidebar.getByRole('link', { name: '拨打' })).toHaveAttribute('href', 'tel:13800001113')
})

test('a colleague who follows as well is asked in one tap', async ({ workbench, page }) => {
  await workbench.open({ chat: who.seedContact })
  const { count, tap } = countTaps()
  await tap(button(workbench, '林晓梅，打开聊天'))
  await expect(page.getByTestId('chat-linxiaomei')).toHaveClass(/\bon\b/)
  expect(count.taps).toBe(1)
})

test('the chat of the customer of a todo on my board is two taps from its row', async ({ workbench }) => {
  await openMine(workbench)
  const { count, tap } = countTaps()
  await tap(workbench.sidebar.locator('.row').filter({ hasText: '外勤任务' }).first())
  await tap(workbench.sidebar.getByRole('dialog').getByRole('button', { name: '打开聊天' }))
  await expect(workbench.sidebar.getByRole('link', { name: '拨打' })).toBeVisible()
  expect(count.taps).toBe(2)
})

test('a task is found by a word after one tap', async ({ workbench }) => {
  await openMine(workbench)
  const { count, tap } = countTaps()
  await tap(button(workbench, '搜索'))
  await workbench.sidebar.getByRole('searchbox').fill('账期')
  await expect(rows(workbench).filter({ hasText: '账期' }).first()).toBeVisible()
  await expect
    .poll(async () => (await rows(workbench).allInnerTexts()).every((title) => title.includes('账期')))
    .toBe(true)
  expect(count.taps).toBe(1)
})

test('only mine, without the colleagues’, is two taps', async ({ workbench }) => {
  await openMine(workbench)
  const { count, tap } = countTaps()
  await tap(button(workbench, '搜索'))
  await tap(button(workbench, '只看我的'))
  await expect(button(workbench, '只看我的')).toHaveAttribute('aria-pressed', 'true')
  expect(count.taps).toBe(2)
})

test('what was done, week by week, is two taps away', async ({ workbench }) => {
  await openMine(workbench)
  const { count, tap } = countTaps()
  await tap(button(workbench, '更多资料'))
  await tap(workbench.sidebar.getByRole('dialog').getByRole('button', { name: /^已完成/ }))
  const weeks = workbench.sidebar.getByRole('dialog').getByRole('heading', { name: /^(今天|本周|上周|更早)/ })
  await expect(weeks.first()).toBeVisible()
  expect(count.taps).toBe(2)
})

test('the next customer with something to do is one tap', async ({ workbench }) => {
  await openMine(workbench)
  await button(workbench, '按客户').click()
  // Of who is not linked there is no board.
  const known = workbench.sidebar.locator('.customer').filter({ has: workbench.page.locator('button.customer__chat') })
  await expect(known.nth(1)).toBeVisible()
  const names = await known.locator('.customer__name').allInnerTexts()
  await known.locator('.customer__row').first().click()
  const { count, tap } = countTaps()
  await tap(button(workbench, /^下一位/))
  await expect(workbench.card(names[1] ?? '?')).toBeVisible()
  expect(count.taps).toBe(1)
})

test('all is read again with one tap, from any place in the list', async ({ workbench, page }) => {
  await openMine(workbench)
  await expect(rows(workbench).first()).toBeVisible()
  await workbench.sidebar.locator('html').evaluate(() => window.scrollTo(0, 700))
  const { count, tap } = countTaps()
  const read = page.waitForRequest(/\/api\/me\/board/)
  await tap(button(workbench, '刷新'))
  await read
  expect(count.taps).toBe(1)
})

test('a new customer is linked in two taps', async ({ workbench }) => {
  await workbench.open({ chat: who.samePhone })
  const { count, tap } = countTaps()
  await tap(button(workbench, /^关联勤策/))
  const first = workbench.sidebar.getByRole('dialog').getByRole('listitem').first()
  await tap(first.getByRole('button', { name: /^关联/ }))
  const undo = first.getByRole('button', { name: /撤销/ })
  await expect(undo).toBeVisible()
  expect(count.taps).toBe(2)
  await undo.click()
  await expect(first.getByRole('button', { name: /^关联/ })).toBeVisible()
})

test('a customer with the phone of one elsewhere is linked in one tap, and that is undone in another', async ({
  workbench,
}) => {
  const likely = await showLikely(workbench)
  const { count, tap } = countTaps()
  await tap(likely)
  await expect(workbench.row('外勤任务').first()).toBeVisible()
  expect(count.taps).toBe(1)
  await tap(button(workbench, '撤销'))
  await expect(workbench.row('外勤任务')).toHaveCount(0)
  await expect(button(workbench, /^(关联勤策|是「国强粮油」)/)).toBeVisible()
})

test('a task is gone to, where it is finished, in two taps', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  const { count, tap } = countTaps()
  await tap(workbench.row('外勤任务').first())
  await tap(workbench.sidebar.getByRole('dialog').getByRole('link', { name: '去勤策反馈' }))
  expect(count.taps).toBe(2)
})

test('nine notices are read with three taps', async ({ workbench, request }) => {
  test.setTimeout(70_000)
  for (let n = 1; n <= 9; n += 1)
    await act(request, 'addNotice', {
      reader: 'mengxiangyu',
      from: 'hejing',
      head: '给你分配了任务',
      title: `第 ${n} 件`,
    })
  await openConnected(workbench, { chat: 'workbench' })
  await button(workbench, '刷新').click()
  const sheet = workbench.sidebar.getByRole('dialog')
  const { count, tap } = countTaps()
  await tap(button(workbench, /未读通知$/))
  await tap(workbench.row('给你分配了').first())
  await expect(sheet.getByText('已标为已读')).toBeVisible()
  await tap(sheet.getByRole('button', { name: '全部已读' }))
  await expect(sheet.getByRole('button', { name: '全部已读' })).toHaveCount(0, { timeout: 40_000 })
  expect(count.taps).toBe(3)
})

test('a push of five pieces is placed with two taps', async ({ workbench, request }) => {
  // The BFF answers from a reading of up to half a minute ago.
  test.setTimeout(70_000)
  await addPush(request, '五段话', ['一', '二', '三', '四', '五'])
  await openConnected(workbench)
  await expect(async () => {
    if (!(await workbench.row('五段话').isVisible())) await button(workbench, '刷新').click({ timeout: 1000 })
    await expect(workbench.row('五段话')).toBeVisible({ timeout: 3000 })
  }).toPass({ timeout: 45_000 })
  const { count, tap } = countTaps()
  await tap(workbench.row('五段话'))
  await tap(button(workbench, /^全部放入/))
  await expect(workbench.draft).toHaveCount(5)
  expect(count.taps).toBe(2)
})
