import type { Locator } from '@playwright/test'
import { expect, test, who, type Workbench } from './workbench.ts'

const relation = [who.seedContact, 'mengxiangyu']
const noted = { remark: '南坪店老板', remarkCorpName: '晓雨便利店', remarkMobiles: ['13800001111'] }

/** Returns to the sidebar until it shows what is wanted. Each time the lists are old enough to be loaded again. */
async function comeBackTo({ page, sidebar }: Workbench, wanted: Locator): Promise<void> {
  await expect(async () => {
    await page.clock.fastForward(20_000)
    await sidebar.locator('body').evaluate(() => window.dispatchEvent(new Event('focus')))
    await expect(wanted).toBeVisible({ timeout: 1000 })
  }).toPass({ timeout: 20_000 })
}

/** All journeys share one simulated company, so the customer is added again, with what had been noted of them. */
test.afterEach(async ({ request }) => {
  const act = (name: string, args: unknown[]) =>
    request.post('/sandbox/control/act', { data: { vendor: 'wecom', name, args } })
  await act('unfollow', relation)
  expect((await act('follow', [...relation, noted])).ok()).toBe(true)
})

test('a customer who was removed is gone from the open sidebar when the salesperson comes back to it', async ({
  workbench,
  page,
}) => {
  await page.clock.install()
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await page.getByTestId('simulator-toggle').click()
  await page.getByTestId('act-unfollow').click()
  await comeBackTo(workbench, workbench.state('not_a_follower'))
  await expect(workbench.sidebar.getByText('陈晓雨')).toHaveCount(0)
  await expect(workbench.row('回复陈列费到账时间')).toHaveCount(0)
})

test('a customer who is added again is there at once', async ({ workbench, page }) => {
  await page.clock.install()
  await workbench.open({ chat: who.seedContact })
  await page.getByTestId('simulator-toggle').click()
  await page.getByTestId('act-unfollow').click()
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.state('not_a_follower')).toBeVisible()
  await page.getByTestId('simulator-toggle').click()
  await page.getByTestId('act-follow').click()
  await comeBackTo(workbench, workbench.card('陈晓雨'))
})
