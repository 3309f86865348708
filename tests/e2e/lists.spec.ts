import { expect, test, who, type Workbench } from './workbench.ts'

const heading = (bench: Workbench, name: RegExp) => bench.sidebar.getByRole('heading', { name })
const chip = (bench: Workbench, name: RegExp) => bench.sidebar.getByRole('button', { name }).first()
const pageOf = (bench: Workbench) => bench.sidebar.locator('html')
const topOf = (bench: Workbench) => pageOf(bench).evaluate(() => window.scrollY)

const knownCustomers = ({ sidebar, page }: Workbench) =>
  sidebar.locator('.customer').filter({ has: page.locator('button.customer__chat') })

async function scrollTo(bench: Workbench, top: number): Promise<void> {
  await pageOf(bench).evaluate((_, to) => window.scrollTo(0, to), top)
  await expect.poll(() => topOf(bench)).toBeGreaterThan(0)
}

async function openBusyBoard(bench: Workbench, more: Record<string, string> = {}): Promise<void> {
  await bench.open({ user: 'hejing', chat: 'workbench', ...more })
  await expect(heading(bench, /^逾期/)).toBeVisible()
}

test('a chip shows its list from the first heading, and the other list is where it was left', async ({ workbench }) => {
  await openBusyBoard(workbench)
  await scrollTo(workbench, 900)
  const left = await topOf(workbench)
  await chip(workbench, /^待办/).click()
  // Its heading sticks below the chips, wherever the list is scrolled to.
  const first = workbench.sidebar.locator('[aria-labelledby=section-overdue] .row').first()
  const top = () => first.evaluate((each) => Math.round(each.getBoundingClientRect().top))
  await expect.poll(top).toBeGreaterThanOrEqual(80)
  expect(await top()).toBeLessThanOrEqual(180)
  await chip(workbench, /^要做/).click()
  await expect.poll(() => topOf(workbench)).toBe(left)
})

test('the heading of the rows that are read stays below the chips', async ({ workbench }) => {
  await openBusyBoard(workbench)
  await scrollTo(workbench, 700)
  const tops = await workbench.sidebar
    .locator('.list-heading')
    .evaluateAll((all) => all.map((each) => Math.round(each.getBoundingClientRect().top)))
  expect(tops).toContain(50)
})

test('a number on my board leads to its section', async ({ workbench }) => {
  await openBusyBoard(workbench)
  await workbench.sidebar.getByRole('button', { name: /今天$/ }).click()
  await expect
    .poll(() => heading(workbench, /^今天/).evaluate((each) => Math.round(each.getBoundingClientRect().top)))
    .toBe(50)
  const row = workbench.sidebar.locator('[aria-labelledby=section-today] .row').first()
  expect(await row.evaluate((each) => Math.round(each.getBoundingClientRect().top))).toBe(82)
})

test('a task is found by a word, from the keyboard', async ({ workbench }) => {
  await openBusyBoard(workbench)
  await expect(workbench.sidebar.getByRole('button', { name: '搜索' })).toBeVisible()
  const all = await workbench.sidebar.locator('.row__title').count()
  await workbench.sidebar.locator('.row').first().focus()
  await expect(async () => {
    await workbench.page.keyboard.press('/')
    await expect(workbench.sidebar.getByRole('searchbox')).toBeFocused({ timeout: 500 })
  }).toPass()
  await workbench.page.keyboard.type('账期')
  // Each list answers by itself.
  const others = workbench.sidebar.locator('.row').filter({ hasNotText: '账期' })
  await expect(others).toHaveCount(0)
  expect(await workbench.sidebar.locator('.row__title').count()).toBeLessThan(all)
  await workbench.page.keyboard.press('Escape')
  await expect.poll(() => workbench.sidebar.locator('.row__title').count()).toBe(all)
})

test('forty rows are few customers, whose boards are seen one after the other', async ({ workbench }) => {
  await openBusyBoard(workbench)
  await workbench.sidebar.getByRole('button', { name: '按客户' }).click()
  await expect(heading(workbench, /位客户$/)).toBeVisible()
  // Of who is not linked there is no board.
  const known = knownCustomers(workbench)
  const names = await known.locator('.customer__name').allInnerTexts()
  expect(names.length).toBeLessThan(15)
  await known.locator('.customer__row').first().click()
  await expect(workbench.card(names[0] ?? '?')).toBeVisible()
  await expect(workbench.sidebar.getByRole('button', { name: '打开聊天' })).toBeVisible()
  await workbench.sidebar.getByRole('button', { name: /^下一位/ }).click()
  await expect(workbench.card(names[1] ?? '?')).toBeVisible()
  await workbench.sidebar.getByRole('button', { name: '‹ 我的' }).click()
  await expect(heading(workbench, /位客户$/)).toBeVisible()
})

test('a customer’s chat is one tap from my board', async ({ workbench }) => {
  await openBusyBoard(workbench)
  await workbench.sidebar.getByRole('button', { name: '按客户' }).click()
  const first = knownCustomers(workbench).locator('.customer__name').first()
  await expect(first).toBeVisible()
  const name = await first.innerText()
  await workbench.sidebar.getByRole('button', { name: `打开${name}的聊天` }).click()
  await expect(workbench.card(name)).toBeVisible()
  await expect(workbench.sidebar.getByRole('button', { name: '‹ 我的' })).toHaveCount(0)
})

test('who comes back to a chat finds the chip that was chosen there', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await chip(workbench, /^外勤/).click()
  await workbench.chat(who.idle).click()
  await expect(workbench.card('陈晓雨')).toHaveCount(0)
  await workbench.chat(who.seedContact).click()
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await expect(chip(workbench, /^外勤/)).toHaveAttribute('aria-pressed', 'true')
})

test('the arrows go from row to row', async ({ workbench }) => {
  await openBusyBoard(workbench)
  const rows = workbench.sidebar.locator('.row')
  await expect(async () => {
    await rows.first().focus()
    await workbench.page.keyboard.press('ArrowDown')
    await expect(rows.nth(1)).toBeFocused({ timeout: 500 })
  }).toPass()
  await workbench.page.keyboard.press('ArrowUp')
  await expect(rows.first()).toBeFocused()
})
