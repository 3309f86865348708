import type { Page } from '@playwright/test'
import { openConnected } from './connected.ts'
import { expect, short, test, who } from './workbench.ts'

/** The page's questions to the BFF, without those that only keep the session. */
function listen(page: Page): string[] {
  const asked: string[] = []
  page.on('request', (request) => {
    const { pathname } = new URL(request.url())
    if (pathname.startsWith('/api/')) asked.push(pathname)
  })
  return asked
}

test('an opening is one question, and so is the next customer', short, async ({ workbench, page }) => {
  const asked = listen(page)
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await expect(workbench.card('陈晓雨')).toBeVisible()
  expect(asked).toEqual([`/api/contacts/${who.seedContact}/board`])
  await workbench.chat(who.idle).click()
  await expect(workbench.card('何苗苗')).toBeVisible()
  expect(asked).toEqual([`/api/contacts/${who.seedContact}/board`, `/api/contacts/${who.idle}/board`])
})

test('a pull is one question as well', async ({ workbench, page }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  const asked = listen(page)
  await workbench.sidebar.getByRole('button', { name: /刷新/ }).click()
  await expect.poll(() => asked).toEqual([`/api/contacts/${who.seedContact}/board`])
})

test('a proxy that swallows the answer costs four seconds, and no row', async ({ workbench, page }) => {
  await page.route('**/board', () => undefined)
  const asked = listen(page)
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await expect(workbench.card('陈晓雨')).toBeVisible()
  expect(asked).toContain(`/api/contacts/${who.seedContact}/field-tasks`)
})

test('an answer that breaks off loses nothing', async ({ workbench, page }) => {
  await page.route('**/board', async (route) => {
    const answer = await route.fetch()
    const text = await answer.text()
    await route.fulfill({ response: answer, body: text.slice(0, text.length / 2) })
  })
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await expect(workbench.sidebar.getByText('重试')).toHaveCount(0)
})

test('what came is shown while a source is silent, and is asked once', short, async ({ workbench, page, fault }) => {
  await openConnected(workbench)
  await fault('yunzhong', 'slow', 2500)
  const asked = listen(page)
  const answered: string[] = []
  page.on('requestfinished', (request) => void (request.url().endsWith('/board') && answered.push(request.url())))
  await workbench.open({ chat: who.markup })
  await expect(workbench.card('老王')).toBeVisible()
  expect(answered).toEqual([])
  await expect.poll(() => answered).toHaveLength(1)
  await expect(workbench.sidebar.getByText('正在加载')).toHaveCount(0)
  expect(asked).toEqual([`/api/contacts/${who.markup}/board`])
})
