import type { Page } from '@playwright/test'
import { expect, short, test, who } from './workbench.ts'

test('outside WeCom it says where to open it', async ({ page }) => {
  await page.goto('/')
  await expect(page.getByText('请在企业微信里打开')).toBeVisible()
  expect(new URL(page.url()).pathname).toBe('/')
})

test('a page whose script does not come says so instead of loading for ever', async ({ page }) => {
  await page.route('**/assets/*.js', (route) => route.abort())
  await page.goto('/')
  await expect(page.getByText('侧边台没能打开')).toBeVisible()
  await page.unroute('**/assets/*.js')
  await page.getByRole('button', { name: '重新加载' }).click()
  await expect(page.getByText('请在企业微信里打开')).toBeVisible()
})

/** The answer to the next report that the page makes of an error. */
const reported = (page: Page) => page.waitForResponse((answer) => answer.url().endsWith('/api/reports'))

test('a client that is too old is asked to be upgraded, and the operator hears of it', async ({ workbench, page }) => {
  const report = reported(page)
  await workbench.open({ chat: who.seedContact, version: 'windows-3.0.16' })
  await expect(workbench.sidebar.getByText(/版本太旧|请升级/).first()).toBeVisible()
  expect((await report).status()).toBe(204)
})

test('an error of the page reaches the operator, and leaves the board as it is', async ({ workbench, page }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  for (const isPromise of [false, true]) {
    const report = reported(page)
    await workbench.sidebar.locator('body').evaluate((body, isRejection) => {
      const fail = () => {
        throw new Error('of a test')
      }
      body.addEventListener('failure', isRejection ? () => void Promise.resolve().then(fail) : fail, { once: true })
      body.dispatchEvent(new Event('failure'))
    }, isPromise)
    expect((await report).status()).toBe(204)
  }
  await expect(workbench.card('陈晓雨')).toBeVisible()
})

for (const call of ['agentConfig', 'getContext', 'getCurExternalContact']) {
  test(`a client that never answers ${call} becomes a sentence with a button`, async ({ workbench, page }) => {
    await page.clock.install()
    await workbench.open({ chat: who.seedContact, [`call.${call}`]: 'never' })
    await workbench.untilShown(workbench.state('sdk_timeout'))
    await expect(workbench.state('sdk_timeout').getByRole('button', { name: '重新加载' })).toBeVisible()
  })
}

test('a page without a bridge says so', async ({ workbench, page }) => {
  await page.clock.install()
  await workbench.open({ chat: who.seedContact, bridge: 'none' })
  await workbench.untilShown(workbench.state('sdk_timeout'))
})

test('a bridge that comes late is waited for', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, bridge: 'late' })
  await expect(workbench.card('陈晓雨')).toBeVisible()
})

const bridgeFaults = [
  ['getCurExternalContact', 'no_permission', 'no_permission'],
  ['agentConfig', 'invalid_signature', 'invalid_signature'],
] as const
for (const [call, fault, code] of bridgeFaults) {
  test(`${call} answering ${fault} is explained`, async ({ workbench }) => {
    await workbench.open({ chat: who.seedContact, [`call.${call}`]: fault })
    await expect(workbench.state(code)).toBeVisible()
  })
}

test('an entry without customers is explained', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, entry: 'chain_single_chat_tools' })
  await expect(workbench.state('wrong_entry')).toBeVisible()
})

test('somebody who was deleted, or is of another company, has the screen of a stranger', async ({ workbench }) => {
  await workbench.open({ chat: who.deleted })
  await expect(workbench.state('not_a_follower')).toBeVisible()
  await workbench.open({ chat: who.foreign })
  await expect(workbench.state('not_a_follower')).toBeVisible()
})

test('a salesperson who does not follow the contact sees not one field of it', short, async ({ workbench, page }) => {
  const bodies: string[] = []
  page.on('response', async (response) => {
    if (response.url().includes('/api/contacts/')) bodies.push(await response.text().catch(() => ''))
  })
  await workbench.open({ chat: who.ofColleague })
  await expect(workbench.state('not_a_follower')).toBeVisible()
  expect(bodies.length).toBeGreaterThan(0)
  for (const body of bodies) expect(body).not.toMatch(/关志远|志远|1380000/)
})

test('a contact without links is offered them', short, async ({ workbench }) => {
  await workbench.open({ chat: who.stranger })
  await expect(workbench.sidebar.getByText(/还没有关联/).first()).toBeVisible()
})

test('somebody with nothing to do is told so', async ({ workbench }) => {
  await workbench.open({ chat: who.idle })
  await expect(workbench.sidebar.getByText(/没有要做的/).first()).toBeVisible()
})

test('a vendor that is down fails alone, and recovers by its own retry', async ({ workbench, fault, request }) => {
  // No other journey uses the manager, so none of his todos have been read yet.
  const task = { customerId: '7269195022934925565', content: '复核陈列费用', receiver: 'wujianguo' }
  await request.post('/sandbox/control/act', { data: { vendor: 'waiqin', name: 'addFieldTask', args: [task] } })
  await fault('youmi', 'down')
  await workbench.open({ user: 'wujianguo', chat: 'workbench' })
  const notice = workbench.sidebar.getByText(/待办：暂时连不上友米/)
  await expect(notice).toBeVisible()
  // The other source still answers: it shows the new task as soon as a refresh may read it again.
  await expect(async () => {
    await workbench.sidebar.getByRole('button', { name: /刷新/ }).click()
    await expect(workbench.row('复核陈列费用')).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })
  // A refresh still under way would recover before the user presses retry.
  await expect(workbench.sidebar.getByRole('button', { name: '刷新', exact: true })).toBeVisible()
  await expect(notice).toBeVisible()
  await fault('youmi', 'none')
  // The BFF asks a vendor that failed again and again only once every few seconds.
  await expect(async () => {
    await workbench.sidebar.getByRole('button', { name: '重试' }).first().click({ timeout: 1000 })
    await expect(notice).toHaveCount(0, { timeout: 2000 })
  }).toPass({ timeout: 30_000 })
})

test('what was known stays, marked with its time, when the vendor goes down later', async ({ workbench, fault }) => {
  await workbench.open({ user: 'linxiaomei', chat: 'workbench' })
  await expect(workbench.row('待办').first()).toBeVisible()
  await fault('youmi', 'down')
  // A refresh reads the vendor again only if the list is older than ten seconds.
  await expect(async () => {
    await workbench.sidebar.getByRole('button', { name: /刷新/ }).click()
    await expect(workbench.sidebar.getByText(/待办是 .* 的，/)).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })
  await expect(workbench.row('待办').first()).toBeVisible()
})

test('somebody who is not a member is told so, in a readable page', async ({ workbench }) => {
  await workbench.open({ user: 'outsider' })
  await expect(workbench.sidebar.getByText('not_a_member')).toBeVisible()
})

test('a WebView that refuses its storage, with a clock three days fast, shows the board as it is', async ({
  workbench,
  page,
}) => {
  await page.addInitScript(() => {
    if (window.top === window) return
    const refuse = () => {
      throw new DOMException('refused', 'SecurityError')
    }
    Object.defineProperty(window, 'sessionStorage', { get: refuse })
    const now = Date.now.bind(Date)
    Date.now = () => now() + 3 * 86_400_000
  })
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.sidebar.getByRole('heading', { name: '逾期 3' })).toBeVisible()
})
