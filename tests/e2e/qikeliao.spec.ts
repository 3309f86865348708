import type { Frame, Page, Request } from '@playwright/test'
import { findingsIn } from './axe.ts'
import { expect, test, type Settings, type Workbench } from './workbench.ts'

const friends = { linked: 'wxid_cdh8t1ajl8qm22', unlinked: 'wxid_luoqian5520' }
const reopen = '请从企客聊重新打开'

interface Opening {
  friend?: keyof typeof friends
  /** The user name of the colleague who is signed in. */
  user?: string
  quirk?: string
  settings?: Settings
}

/** The page that 企客聊 shows in its sidebar. */
const pageIn = (page: Page) => page.frameLocator('[data-testid=qikeliao-frame]')

async function frameIn(page: Page): Promise<Frame> {
  const frame = await (await page.getByTestId('qikeliao-frame').elementHandle())?.contentFrame()
  if (!frame) throw new Error('no page is open in 企客聊')
  return frame
}

/** Opens the chat with a friend in 企客聊, and clicks its fixed button. */
async function openIn(workbench: Workbench, { friend = 'linked', user, quirk, settings }: Opening = {}) {
  const { page } = workbench
  await workbench.open({ ...settings, chat: 'qikeliao' })
  await page.getByTestId(`friend-${friends[friend]}`).click()
  if (user) await page.getByTestId('qikeliao-user').selectOption(user)
  if (quirk) {
    await page.getByTestId('simulator-toggle').click()
    await page.getByTestId('qikeliao-quirk').selectOption(quirk)
    await page.getByTestId('simulator-toggle').click()
  }
  await page.getByTestId('qikeliao-order').click()
  return pageIn(page)
}

test('a linked friend is the contact’s board, with orders that can be read and copied', async ({ workbench }) => {
  const sidebar = await openIn(workbench)
  await expect(sidebar.getByRole('heading', { name: '南坪店老板' })).toBeVisible()
  await expect(sidebar.getByRole('button').filter({ hasText: '回复陈列费到账时间' }).first()).toBeVisible()
  await sidebar.getByRole('button', { name: /^订单/ }).click()
  await sidebar.locator('.order').filter({ hasText: '待付款' }).first().click()
  const sheet = sidebar.getByRole('dialog')
  await expect(sheet.getByText('还差')).toBeVisible()
  await expect(sheet.getByText('这里放不进聊天，可以复制链接。')).toBeVisible()
  await expect(sheet.locator('img').first()).toHaveAttribute('src', /^data:image/)
  await expect(sheet.getByRole('button', { name: '复制单号' })).toBeVisible()
  await expect(sheet.getByRole('button', { name: /放入|打开聊天/ })).toHaveCount(0)
})

test('the hidden phone and the WeChat number open the same page', async ({ workbench, page }) => {
  for (const button of ['qikeliao-phone', 'qikeliao-wechat']) {
    await workbench.open({ chat: 'qikeliao' })
    await expect(page.getByTestId('qikeliao-phone')).toHaveText('138****1111')
    await page.getByTestId(button).click()
    await expect(pageIn(page).getByRole('heading', { name: '南坪店老板' })).toBeVisible()
  }
})

test('a friend who is no contact has their todos alone, and it says why', async ({ workbench }) => {
  const sidebar = await openIn(workbench, { friend: 'unlinked' })
  await expect(sidebar.getByText('还没有和你的企业微信客户关联')).toBeVisible()
  const row = sidebar.getByRole('button').filter({ hasText: '约罗倩看零食屋选址' })
  await row.click()
  await expect(sidebar.getByRole('dialog')).toContainText('她有两个备选铺面')
  await expect(sidebar.getByRole('dialog').getByRole('button', { name: '打开聊天' })).toHaveCount(0)
})

test('a linked friend is but a friend to whoever does not follow the contact', async ({ workbench }) => {
  const sidebar = await openIn(workbench, { user: 'he.j' })
  await expect(sidebar.getByText('这位好友现在没有要做的事')).toBeVisible()
  await expect(sidebar.getByText('南坪店老板')).toHaveCount(0)
})

test('a colleague whom nobody has imported learns whom to ask', async ({ workbench }) => {
  const sidebar = await openIn(workbench, { user: 'zhou.w' })
  await expect(sidebar.getByText(/管理员/).first()).toBeVisible()
  await expect(sidebar.getByText('陈晓雨')).toHaveCount(0)
})

for (const quirk of ['old', 'forged', 'replay']) {
  test(`an address that is no right one, ${quirk}, opens nothing`, async ({ workbench, page }) => {
    // The one that a replay opens again.
    await expect((await openIn(workbench)).getByRole('heading', { name: '南坪店老板' })).toBeVisible()
    const sidebar = await openIn(workbench, { quirk })
    await expect(sidebar.getByText(reopen).first()).toBeVisible()
    expect(await (await frameIn(page)).content()).not.toContain('陈晓雨')
  })
}

test('a page that is loaded anew asks to be opened from 企客聊', async ({ workbench, page }) => {
  const sidebar = await openIn(workbench)
  await expect(sidebar.getByRole('heading', { name: '南坪店老板' })).toBeVisible()
  await (await frameIn(page)).evaluate(() => window.location.reload())
  await expect(sidebar.getByText(reopen).first()).toBeVisible()
  await expect(sidebar.getByText('南坪店老板')).toHaveCount(0)
})

test('after ten minutes the page takes everything of the customer away by itself', async ({ workbench, page }) => {
  await page.clock.install()
  const sidebar = await openIn(workbench)
  await expect(sidebar.getByRole('heading', { name: '南坪店老板' })).toBeVisible()
  const asked: string[] = []
  page.on('request', (request) => asked.push(request.url()))
  await page.clock.fastForward('10:01')
  await expect(sidebar.getByRole('heading', { name: reopen })).toBeVisible()
  await expect(sidebar.getByRole('button')).toHaveCount(0)
  const left = await (await frameIn(page)).evaluate(() => document.documentElement.innerHTML)
  expect(left).not.toContain('南坪店老板')
  expect(asked.filter((url) => url.includes('/api/'))).toEqual([])
})

test('each call brings the bearer, none goes to the login, and the address keeps no query', async ({
  workbench,
  page,
}) => {
  const seen: Request[] = []
  page.on('request', (request) => seen.push(request))
  const sidebar = await openIn(workbench)
  await expect(sidebar.getByRole('heading', { name: '南坪店老板' })).toBeVisible()
  const frame = await frameIn(page)
  expect(new URL(frame.url()).search).toBe('')
  await sidebar.getByRole('button', { name: '更多资料' }).click()
  await expect(sidebar.getByRole('dialog')).toBeVisible()
  await sidebar.getByRole('button', { name: '关闭' }).click()
  await sidebar.getByRole('button', { name: /刷新/ }).click()
  const own = seen.filter((request) => request.frame() === frame)
  const calls = own.filter((request) => new URL(request.url()).pathname.startsWith('/api/'))
  expect(calls.length).toBeGreaterThan(1)
  for (const call of calls) expect(call.headers()['authorization']).toMatch(/^Bearer ./)
  expect(own.filter((request) => request.url().includes('/auth/'))).toEqual([])
  // The way that the address with its secrets could take to others.
  for (const request of own.slice(1)) expect(request.headers()['referer'] ?? '').not.toContain('PKID')
  expect(await frame.locator('#boot').textContent()).toBe('')
})

for (const width of [412, 800]) {
  test(`too narrow for its chats, 企客聊 still shows the page, ${width} wide`, async ({ workbench, page }) => {
    await page.setViewportSize({ width, height: 860 })
    const sidebar = await openIn(workbench)
    await expect(sidebar.getByRole('heading', { name: '南坪店老板' })).toBeVisible()
    expect(await findingsIn(page.mainFrame())).toEqual([])
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
  })
}

for (const dark of ['0', '1']) {
  for (const width of ['300', '360', '430']) {
    const look = `${dark === '1' ? 'dark' : 'light'}, ${width} wide`
    test(`企客聊 and its sidebar are accessible, ${look}`, async ({ workbench, page }) => {
      await page.emulateMedia({ colorScheme: dark === '1' ? 'dark' : 'light' })
      for (const friend of ['linked', 'unlinked'] as const) {
        const sidebar = await openIn(workbench, { friend, settings: { dark, width } })
        await expect(sidebar.locator('.row').first()).toBeVisible()
        const frame = await frameIn(page)
        expect(await findingsIn(frame)).toEqual([])
        expect(await frame.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(Number(width))
      }
      expect(await findingsIn(page.mainFrame())).toEqual([])
    })
  }
}
