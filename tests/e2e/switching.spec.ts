import { expect, short, test, who } from './workbench.ts'

test('another chat in the same page wipes the first and shows the second', short, async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
  await expect(workbench.sidebar.getByText('陈晓雨')).toHaveCount(0)
  await expect(workbench.row('回复陈列费到账时间')).toHaveCount(0)
})

test('two quick switches show only the last chat, however late the first answers', async ({ workbench, page }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  let isHeld = false
  // Calls about the middle chat are answered only when the last one is shown.
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  await page.route(`**/api/contacts/${who.longName}**`, async (route) => {
    isHeld = true
    await released
    await route.continue().catch(() => null)
  })
  await workbench.chat(who.longName).click()
  await expect.poll(() => isHeld).toBe(true)
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
  release()
  await page.waitForLoadState('networkidle')
  await expect(workbench.card('何苗苗')).toBeVisible()
  await expect(workbench.sidebar.getByText(/百汇生鲜/)).toHaveCount(0)
})

test('a client that makes the page anew shows the other chat too', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, webview: 'recreate' })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
})

test('when the client falls silent on a switch, the former customer is not left standing', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await workbench.chat(who.deleted).click()
  await expect(workbench.state('not_a_follower')).toBeVisible()
  await expect(workbench.sidebar.getByText('陈晓雨')).toHaveCount(0)
})

test('a switch while the page is still on its way shows the second chat, and never the first', async ({
  workbench,
  page,
}) => {
  let release = (): void => {}
  const released = new Promise<void>((resolve) => (release = resolve))
  const held = new Promise<void>((resolve) => {
    void page.route('**/assets/page-*.js', async (route) => {
      resolve()
      await released
      await route.continue()
    })
  })
  const asked = page.waitForRequest(`**/api/contacts/${who.seedContact}/board`)
  await workbench.open({ chat: who.seedContact })
  await Promise.all([held, asked])
  await workbench.chat(who.idle).click()
  const body = workbench.sidebar.locator('body')
  await body.evaluate((element) => {
    const names: string[] = []
    Object.assign(window, { names })
    new MutationObserver(() => names.push(element.textContent)).observe(element, { childList: true, subtree: true })
  })
  release()
  await expect(workbench.card('何苗苗')).toBeVisible()
  const seen = await body.evaluate(() => (window as unknown as { names: string[] }).names)
  expect(seen.length).toBeGreaterThan(0)
  expect(seen.filter((text) => text.includes('陈晓雨'))).toEqual([])
})
