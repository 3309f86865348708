import { expect, test, who, type Workbench } from './workbench.ts'

async function openMySheet({ sidebar }: Workbench): Promise<void> {
  await sidebar.getByRole('button', { name: '更多资料' }).click()
  await expect(sidebar.getByRole('button', { name: '退出登录' })).toBeVisible()
}

test('signing out says so, ends the copies of the session, and nothing of me is left; signing in again leads back', async ({
  workbench,
  page,
  context,
}) => {
  await workbench.open({ chat: 'workbench' })
  await openMySheet(workbench)
  const copy = (await context.cookies()).find(({ name }) => name.endsWith('sidedesk_session'))
  await workbench.sidebar.getByRole('button', { name: '退出登录' }).click()
  await workbench.sidebar.getByRole('button', { name: '确定退出' }).click()
  await expect(workbench.sidebar.getByRole('heading', { name: '已退出' })).toBeVisible()
  await expect(workbench.sidebar.getByText('孟祥宇')).toHaveCount(0)
  expect((await context.cookies()).map(({ name }) => name)).not.toContain('sidedesk_session')
  const stolen = await page.request.get('/api/session', { headers: { cookie: `${copy?.name}=${copy?.value}` } })
  expect(stolen.status()).toBe(401)
  await workbench.sidebar.getByRole('link', { name: '重新登录' }).click()
  await expect(workbench.sidebar.getByText('孟祥宇').first()).toBeVisible()
  await workbench.chat(who.seedContact).click()
  await expect(workbench.card('陈晓雨')).toBeVisible()
})
