import { findingsIn } from './axe.ts'
import { expect, frameOf, openPanel, pageOf, placed, tab, tabsOf, test } from './panel-pages.ts'
import { who, type Workbench } from './workbench.ts'

const sheetOf = ({ sidebar }: Workbench) => sidebar.getByRole('dialog')
const silver = '银卡，还差 ¥6,800 升金卡'

test('a tab opens the company’s own page for the customer, in a frame that may do little', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(tab(workbench, '会员')).toBeVisible()
  await expect(frameOf(workbench)).toHaveCount(0)
  await tab(workbench, '会员').click()
  await expect(pageOf(workbench).getByRole('heading', { name: silver })).toBeVisible()
  await expect(tab(workbench, '会员')).toHaveAttribute('aria-current', 'page')
  await expect(tab(workbench, '会员')).toHaveText(/会员\s*2/)
  const frame = frameOf(workbench)
  await expect(frame).toHaveAttribute('title', /^会员，由 localhost:\d+ 提供$/)
  await expect(frame).toHaveAttribute('sandbox', 'allow-scripts allow-same-origin allow-forms')
  await expect(frame).toHaveAttribute('allow', '')
  await expect(frame).toHaveAttribute('referrerpolicy', 'no-referrer')
  expect(await frame.getAttribute('src')).toMatch(/^http:\/\/localhost:\d+\/$/)
})

test('an opening of the page asks no vendor', async ({ workbench, request }) => {
  const asked = async () => {
    const seen: unknown = await (await request.get('/sandbox/control/seen')).json()
    return Object.values(seen as Record<string, unknown[]>).flat().length
  }
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await expect(workbench.sidebar.getByText('正在加载')).toHaveCount(0)
  const before = await asked()
  await tab(workbench, '会员').click()
  await expect(pageOf(workbench).getByRole('heading', { name: silver })).toBeVisible()
  expect(await asked()).toBe(before)
})

test('a page that is left for another tab is found as it was', async ({ workbench }) => {
  await openPanel(workbench, who.seedContact)
  const heading = pageOf(workbench).getByRole('heading', { name: silver })
  await heading.evaluate((element) => element.setAttribute('data-mark', 'mine'))
  await tab(workbench, '侧边台').click()
  await expect(frameOf(workbench)).toBeHidden()
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await tab(workbench, '会员').click()
  await expect(heading).toHaveAttribute('data-mark', 'mine')
})

test('another customer takes the page away, and is another page', async ({ workbench }) => {
  await openPanel(workbench, who.seedContact)
  await expect(pageOf(workbench).getByRole('heading', { name: silver })).toBeVisible()
  await workbench.chat(who.idle).click()
  await expect(frameOf(workbench)).toHaveCount(0)
  await expect(workbench.card('何苗苗')).toBeVisible()
  await tab(workbench, '会员').click()
  await expect(pageOf(workbench).getByText('VIP10002')).toBeVisible()
  await expect(pageOf(workbench).getByText(silver)).toHaveCount(0)
})

test('what is given the focus on the board is not below the tabs', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(tabsOf(workbench)).toBeVisible()
  const rows = await workbench.sidebar.locator('button.row:visible').all()
  const edge = (await tabsOf(workbench).boundingBox())?.y ?? 0
  const ends: number[] = []
  for (const row of rows) {
    await row.focus()
    const box = await row.boundingBox()
    ends.push(box ? box.y + box.height : Infinity)
  }
  expect(ends.length).toBeGreaterThan(5)
  expect(Math.max(...ends)).toBeLessThanOrEqual(edge + 1)
})

test('a group and my own work have pages of their own', async ({ workbench }) => {
  await openPanel(workbench, who.seedChat)
  await expect(pageOf(workbench).getByRole('heading', { name: /^群里有 \d+ 位会员$/ })).toBeVisible()
  await openPanel(workbench, 'workbench')
  await expect(pageOf(workbench).getByRole('heading', { name: /^\d+ 位会员，/ })).toBeVisible()
})

for (const [kind, row, draft] of [
  ['a link', '满 2,000 减 120', '饮料类可用'],
  ['a text', '年货礼盒 9 折', '给您留了一张'],
] as const) {
  test(`${kind} goes into the chat's input by a tap on our own sheet`, async ({ workbench }) => {
    await openPanel(workbench, who.seedContact)
    const give = pageOf(workbench).locator('.row').filter({ hasText: row }).getByRole('button', { name: '发给客户' })
    await give.click()
    await expect(sheetOf(workbench)).toContainText('会员')
    await expect(sheetOf(workbench)).toContainText('南坪店老板')
    await expect(sheetOf(workbench)).toContainText(draft)
    await expect(workbench.draft).toHaveCount(0)
    await placed(workbench)
    await expect(workbench.draft).toHaveCount(1)
    await expect(workbench.draft).toContainText(draft)
    await expect(pageOf(workbench).getByRole('status')).toHaveText('好了')
  })
}

test('who does not want it places nothing, and the page is told', async ({ workbench }) => {
  await openPanel(workbench, who.seedContact)
  await pageOf(workbench).getByRole('button', { name: '发给客户' }).first().click()
  await sheetOf(workbench).getByRole('button', { name: '不放' }).click()
  await expect(sheetOf(workbench)).toHaveCount(0)
  await expect(pageOf(workbench).getByRole('status')).toHaveText('没有放')
  await expect(workbench.draft).toHaveCount(0)
})

test('a customer who is switched under the sheet gets nothing of the former', async ({ workbench }) => {
  await openPanel(workbench, who.seedContact)
  await pageOf(workbench).getByRole('button', { name: '发给客户' }).first().click()
  await expect(sheetOf(workbench)).toBeVisible()
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
  await expect(sheetOf(workbench)).toHaveCount(0)
  await expect(workbench.draft).toHaveCount(0)
})

test('the page has text copied and links opened by the sidebar', async ({ workbench, page, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await openPanel(workbench, who.seedContact)
  await pageOf(workbench).getByRole('button', { name: '复制' }).click()
  await expect(pageOf(workbench).getByRole('status')).toHaveText('好了')
  expect(await page.evaluate(() => navigator.clipboard.readText())).toBe('VIP10001')
  await pageOf(workbench).getByRole('button', { name: '打开' }).click()
  await expect(page.getByTestId('browser')).toContainText('https://vip.sandbox.invalid/members/VIP10001')
})

for (const dark of ['0', '1']) {
  test(`the page fits the narrowest sidebar and is accessible, ${dark === '1' ? 'dark' : 'light'}`, async ({
    workbench,
    page,
  }) => {
    await workbench.open({ chat: who.seedContact, width: '300', dark })
    await tab(workbench, '会员').click()
    await expect(pageOf(workbench).getByRole('heading', { name: silver })).toBeVisible()
    await expect(pageOf(workbench).locator('html')).toHaveClass(dark === '1' ? 'dark' : 'light')
    await expect(tabsOf(workbench)).toBeVisible()
    for (const frame of page.frames().filter((each) => each !== page.mainFrame())) {
      expect(await frame.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0)
      expect(await findingsIn(frame)).toEqual([])
    }
  })
}

test('a customer who is somebody else’s has no page', async ({ workbench }) => {
  await workbench.open({ chat: who.ofColleague })
  await expect(workbench.state('not_a_follower')).toBeVisible()
  const asked = await workbench.sidebar.locator('html').evaluate(async (_, contact) => {
    const body = JSON.stringify({})
    const headers = { 'content-type': 'application/json' }
    const path = `/api/contacts/${contact}/panels/member/token`
    return (await fetch(path, { method: 'POST', body, headers })).status
  }, who.ofColleague)
  expect(asked).toBe(403)
})

test('neither the tabs nor a page moves anything on the board', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  const places = () =>
    workbench.sidebar
      .locator('.row')
      .evaluateAll((rows) => rows.map((row) => Math.round(row.getBoundingClientRect().top)))
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await expect(workbench.sidebar.getByText('正在加载')).toHaveCount(0)
  await expect(tabsOf(workbench)).toHaveCount(0)
  const before = await places()
  await expect(tabsOf(workbench)).toBeVisible()
  expect(await places()).toEqual(before)
  await workbench.sidebar.locator('html').evaluate(() => window.scrollTo(0, 200))
  const scrolled = await places()
  await tab(workbench, '会员').click()
  await expect(pageOf(workbench).getByRole('heading', { name: silver })).toBeVisible()
  await tab(workbench, '侧边台').click()
  expect(await places()).toEqual(scrolled)
})
