import { expect, test, who } from './workbench.ts'

test('from nothing: WeCom signs me in without a question, and the code never reaches the page', async ({
  workbench,
  page,
  context,
}) => {
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  expect(urls.filter((url) => url.includes('/connect/oauth2/authorize'))).toHaveLength(1)
  const frame = page.frames().find((each) => each !== page.mainFrame())
  expect(new URL(frame?.url() ?? '').search).toBe('')
  const session = (await context.cookies()).find(({ name }) => name.endsWith('sidedesk_session'))
  expect(session).toMatchObject({ httpOnly: true, sameSite: 'Lax' })
  expect(await frame?.evaluate(() => document.cookie)).not.toContain('session')
})

test('the second opening needs no sign-in', async ({ workbench, page }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  expect(urls.filter((url) => url.includes('/connect/oauth2/authorize'))).toHaveLength(0)
})

test('a session that ends while the page is open is renewed without a question', async ({ workbench, context }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await context.clearCookies({ name: /sidedesk/ })
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
})

test('another account on the same computer sees its own customers', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await workbench.open({ user: 'linxiaomei', chat: 'workbench' })
  await expect(workbench.sidebar.getByText('林晓梅').first()).toBeVisible()
})
