import type { Page } from '@playwright/test'
import { findingsIn } from './axe.ts'
import { expect, test, who, type Workbench } from './workbench.ts'

/** A page of ours that is not the board, opened in a browser's tab. */
interface Plain {
  name: string
  heading: string
  show(page: Page): Promise<unknown>
}

/** Signs the browser in, as the salesperson whose sidebar it shows. */
async function signIn(workbench: Workbench): Promise<void> {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
}

const plain: Plain[] = [
  { name: 'a page that is not there', heading: '没有找到这个页面', show: (page) => page.goto('/nowhere') },
  {
    name: 'a login that was begun elsewhere',
    heading: '登录没有走完',
    show: (page) => page.goto('/auth/callback?code=none&state=none'),
  },
  { name: 'the page after signing out', heading: '已退出', show: (page) => page.goto('/auth/signed-out') },
  {
    name: 'the page in place of one whose script does not come',
    heading: '侧边台没能打开',
    async show(page) {
      await page.route('**/assets/*.js', (route) => route.abort())
      await page.goto('/')
    },
  },
]

for (const colorScheme of ['light', 'dark'] as const) {
  for (const { name, heading, show } of plain) {
    test(`${name} is accessible, ${colorScheme}, and fits a sidebar`, async ({ workbench, page }) => {
      await signIn(workbench)
      await page.emulateMedia({ colorScheme })
      await page.setViewportSize({ width: 300, height: 700 })
      await show(page)
      await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toContainText(heading)
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300)
      expect(await findingsIn(page.mainFrame())).toEqual([])
    })
  }
}

const inSidebar = [
  { name: 'somebody who is no member', settings: { user: 'outsider' }, code: 'not_a_member' },
  {
    name: 'a client that is too old',
    settings: { chat: who.seedContact, version: 'windows-3.0.16' },
    code: 'engine_too_old',
  },
]

for (const dark of ['0', '1']) {
  for (const { name, settings, code } of inSidebar) {
    test(`the page for ${name} is accessible, ${dark === '1' ? 'dark' : 'light'}`, async ({ workbench, page }) => {
      await workbench.open({ ...settings, dark })
      await expect(workbench.sidebar.getByText(code)).toBeVisible()
      const [sidebar] = page.mainFrame().childFrames()
      expect(sidebar && (await findingsIn(sidebar))).toEqual([])
    })
  }

  test(`a login while WeCom is down is explained, ${dark === '1' ? 'dark' : 'light'}`, async ({
    workbench,
    page,
    fault,
  }) => {
    await fault('wecom', 'down')
    await workbench.open({ user: 'zhouwei', chat: 'workbench', dark })
    await expect(workbench.sidebar.getByText('upstream_unreachable')).toBeVisible()
    const [sidebar] = page.mainFrame().childFrames()
    expect(sidebar && (await findingsIn(sidebar))).toEqual([])
  })
}
