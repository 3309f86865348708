import { account, act, addPush, connect, offerOf, openConnected, openPush } from './connected.ts'
import { expect, short, test, who, type Workbench } from './workbench.ts'

// The BFF answers from a reading of up to half a minute ago, so all pushes are added before the first one.
test.describe.configure({ mode: 'serial', timeout: 60_000 })

test.beforeAll(async ({ request }) => {
  await addPush(request, '端午礼盒预告', ['第一段话', '第二段话'])
  await addPush(request, '新品试吃邀请', ['试吃一', '试吃二', '试吃三'])
  await addPush(request, '周末到货通知', ['只此一段'])
  await addPush(request, '会员日提醒', ['只有一段'])
})

/** Even a refresh shows again what was read within ten seconds, so it is repeated. */
const expectOffer = ({ sidebar }: Workbench) =>
  expect(async () => {
    await sidebar.getByRole('button', { name: /刷新/ }).click()
    await expect(sidebar.getByText(/还没有连接芸众|芸众登录已过期/).first()).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })

test('somebody who is not connected is offered it, never an empty list', async ({ workbench, request }) => {
  await act(request, 'expireSessions')
  await workbench.open({ chat: who.seedContact })
  await expectOffer(workbench)
})

test('a wrong password is said so, and the right one connects', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await offerOf(workbench).click()
  await connect(workbench, { ...account, password: 'wrong' })
  await expect(workbench.sidebar.getByRole('dialog')).toContainText('手机号或密码不对')
  await connect(workbench)
  await expect(workbench.row('SOP推送').first()).toBeVisible()
})

test('all pieces of a push are placed in order, each is marked, and the push leaves', async ({ workbench }) => {
  await openConnected(workbench)
  await openPush(workbench, '端午礼盒预告')
  await workbench.sidebar.getByRole('button', { name: /^全部放入/ }).click()
  await expect(workbench.draft).toHaveCount(2)
  await expect(workbench.draft.first()).toContainText('第一段话')
  await workbench.page.keyboard.press('Escape')
  await expect(workbench.row('端午礼盒预告')).toHaveCount(0)
})

test('a double tap places a piece once', short, async ({ workbench }) => {
  await openConnected(workbench)
  await openPush(workbench, '周末到货通知')
  await workbench.sidebar
    .getByRole('button', { name: /^放入聊天/ })
    .first()
    .dblclick()
  await expect(workbench.sidebar.getByText('都在输入框里了').first()).toBeVisible()
  await expect(workbench.draft).toHaveCount(1)
})

test('another chat that is opened in the middle gets none of the pieces', async ({ workbench, page }) => {
  await openConnected(workbench)
  await openPush(workbench, '新品试吃邀请')
  let release = (): void => {}
  const switched = new Promise<void>((resolve) => (release = resolve))
  await page.route('**/placements/**', async (route) => {
    await switched
    await route.continue()
  })
  await workbench.sidebar.getByRole('button', { name: /^全部放入/ }).click()
  await expect(workbench.draft).toHaveCount(1)
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
  const marked = page.waitForResponse('**/placements/**')
  release()
  expect((await marked).ok()).toBe(true)
  await expect(workbench.draft).toHaveCount(0)
  await workbench.chat(who.seedContact).click()
  await expect(workbench.draft).toHaveCount(1)
  await expect(workbench.row('新品试吃邀请')).toContainText('已放入 1/3')
})

test('an answer that never comes is shown as uncertain, never as sent', async ({ workbench, page }) => {
  await page.clock.install()
  await openConnected(workbench, { 'call.sendChatMessage': 'unanswered' })
  await openPush(workbench, '会员日提醒')
  await workbench.sidebar
    .getByRole('button', { name: /^放入聊天/ })
    .first()
    .click()
  await workbench.untilShown(workbench.sidebar.getByText('不确定是否已放入').first())
})

test('notices are read by their head, with an unread count', async ({ workbench }) => {
  await openConnected(workbench, { chat: 'workbench' })
  await workbench.sidebar.getByRole('button', { name: /^通知 ?\d+/ }).click()
  await expect(workbench.row('的状态更变为：进行中').first()).toBeVisible()
  await expect(workbench.row('给你分配了').first()).toBeVisible()
})

test('moments jobs show who has published them', async ({ workbench }) => {
  await workbench.open({ chat: 'workbench' })
  await workbench.sidebar.getByRole('button', { name: /^圈/ }).click()
  await expect(workbench.row('朋友圈').first()).toBeVisible()
})

test('a session that the vendor ends becomes an offer to reconnect', async ({ workbench, request }) => {
  await openConnected(workbench)
  await act(request, 'expireSessions')
  await expectOffer(workbench)
})

test('no page that the browser was sent holds a password or a cookie of 芸众', async ({ workbench, page }) => {
  const pages: string[] = []
  page.on('response', (response) => {
    if (/html|json|javascript/.test(response.headers()['content-type'] ?? '') && !response.url().includes('/sandbox/'))
      void response.text().then(
        (text) => pages.push(text),
        () => null,
      )
  })
  await openConnected(workbench)
  await expect(workbench.row('SOP推送').first()).toBeVisible()
  const html = await workbench.sidebar.locator('html').evaluate((root) => root.outerHTML)
  const all = [html, ...pages].join('\n')
  expect(all).toContain('id="boot"')
  expect(all).not.toContain(account.password)
  expect(all).not.toMatch(/PHPSESSID|laravel_session|yun_shop_session/i)
  const stored = await workbench.sidebar.locator('html').evaluate(() => JSON.stringify([localStorage, sessionStorage]))
  expect(stored).not.toContain(account.password)
})
