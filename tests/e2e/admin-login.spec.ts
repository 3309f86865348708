import type { BrowserContext, Page } from '@playwright/test'
import { findingsIn } from './axe.ts'
import { startProcess, untilServing } from '../support/bff-process.ts'
import { freePort } from '../support/free-port.ts'
import { expect, test } from './workbench.ts'

const signIn = (page: Page) => page.getByRole('link', { name: '用企业微信扫码登录' })
const heading = (page: Page) => page.getByRole('heading', { level: 1 })

/** From the sign-in page to WeCom's code, which this person scans. */
async function scan(page: Page, person: string): Promise<void> {
  await signIn(page).click()
  await expect(page.getByRole('img', { name: '二维码' })).toBeVisible()
  await page.getByRole('button', { name: person }).click()
}

async function hasSession(context: BrowserContext): Promise<boolean> {
  return (await context.cookies()).some(({ name }) => name.endsWith('sidedesk_session'))
}

test('an ordinary browser: an administrator scans the code and sees the overview', async ({ page }) => {
  await page.goto('/admin')
  await expect(heading(page)).toHaveText('登录侧边台')
  await scan(page, '王芳（管理员）')
  await expect(heading(page)).toHaveText('概况')
  expect(new URL(page.url()).search).toBe('')
})

test('a session that ends is renewed by a scan in another tab, and the first one goes on', async ({
  page,
  context,
}) => {
  await page.goto('/admin')
  await scan(page, '李强（管理员）')
  await expect(heading(page)).toHaveText('概况')
  await context.clearCookies({ name: /session/ })
  await page.getByRole('link', { name: '历史' }).click()
  await expect(page.getByRole('alert')).toContainText('请在另一个标签页重新打开「管理」')
  const other = await context.newPage()
  await other.goto('/admin')
  await scan(other, '李强（管理员）')
  await expect(heading(other)).toHaveText('概况')
  await page.getByRole('button', { name: '重试' }).click()
  await expect(page.getByRole('alert')).toHaveCount(0)
})

test('a colleague who scans the code is told what an unknown address says, and is not signed in', async ({
  page,
  context,
}) => {
  const words = async () => (await page.getByRole('main').innerText()).replace(/[\da-f-]{36}/, '')
  await page.goto('/admin')
  await scan(page, '孟祥宇')
  await expect(heading(page)).toHaveText('没有找到这个页面')
  const told = await words()
  expect(await hasSession(context)).toBe(false)
  await page.goto('/nowhere')
  expect(told).toBe(await words())
})

test('somebody of another company is refused', async ({ page, context }) => {
  await page.goto('/admin')
  await scan(page, '外部人员')
  await expect(page.getByText('not_a_member')).toBeVisible()
  expect(await hasSession(context)).toBe(false)
})

test('whoever cancels on the phone is back at the sign-in page, and may scan once more', async ({ page, context }) => {
  await page.goto('/admin')
  await scan(page, '取消')
  await expect(heading(page)).toHaveText('登录侧边台')
  expect(new URL(page.url()).pathname).toBe('/admin')
  expect(await hasSession(context)).toBe(false)
  await scan(page, '王芳（管理员）')
  await expect(heading(page)).toHaveText('概况')
})

test('a login that was used, or whose ten minutes are over, is refused and leads back', async ({ page, context }) => {
  const landings: string[] = []
  page.on('request', (request) => request.url().includes('/auth/callback?') && landings.push(request.url()))
  await page.goto('/admin')
  await scan(page, '王芳（管理员）')
  await expect(heading(page)).toHaveText('概况')
  await context.clearCookies({ name: /session/ })
  await page.goto(landings[0] ?? '')
  await expect(heading(page)).toHaveText('登录没有走完')
  expect(await hasSession(context)).toBe(false)

  await page.getByRole('link', { name: '重新登录' }).click()
  await signIn(page).click()
  // The browser forgets what binds it to the login after ten minutes.
  await context.clearCookies({ name: /login/ })
  await page.getByRole('button', { name: '王芳（管理员）' }).click()
  await expect(heading(page)).toHaveText('登录没有走完')
  expect(await hasSession(context)).toBe(false)
})

const themes = ['light', 'dark'] as const
const widths = [1024, 1280]

async function fits(page: Page): Promise<void> {
  for (const colorScheme of themes)
    for (const width of widths) {
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width, height: 768 })
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
      expect(await findingsIn(page.mainFrame()), `${colorScheme}, ${width}`).toEqual([])
    }
}

test('the sign-in page is accessible', async ({ page }) => {
  await page.goto('/admin')
  await fits(page)
})

test('without web login the page says where to sign in, and is accessible', async ({ page }) => {
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const bff = startProcess({
    environment: {
      PORT: String(port),
      HOST: '127.0.0.1',
      PUBLIC_ORIGIN: origin,
      SESSION_KEY: 'a-session-key-of-a-journey-0123456789',
      DATABASE_URL: 'file::memory:',
      ADMIN_USERIDS: 'wangfang',
      WECOM_CORP_ID: 'ww5d8f0c1e2a3b4c6d',
      WECOM_AGENT_ID: '1000002',
      WECOM_SECRET: 'none',
    },
  })
  await untilServing(bff, origin)
  await page.goto(`${origin}/auth/login?to=/admin`)
  await expect(heading(page)).toHaveText('请在企业微信里打开')
  await expect(page.getByText(`${origin}/admin`)).toBeVisible()
  await expect(signIn(page)).toHaveCount(0)
  await fits(page)
  await bff.kill()
})
