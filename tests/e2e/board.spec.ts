import { expect, short, test, who } from './workbench.ts'

test('an open contact becomes his board, with the rows of all three vendors', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.card('陈晓雨')).toBeVisible()
  await expect(workbench.sidebar.getByRole('heading', { name: /^逾期/ })).toBeVisible()
  // Samples of the vendors' own documentation: years late, so folded below what can still be saved.
  await workbench.row('逾期 30 天以上').click()
  await expect(workbench.row('55').first()).toContainText('紧急')
  // SOPs that 探马 planned years ago, with a status it does not document, are folded below the work to do.
  await expect(workbench.row('早于当前时间')).toHaveCount(0)
  // Rows of a source that answers late, as just after the start, are shown only when the user asks for them.
  const earlier = workbench.sidebar.getByRole('button', { name: /^以前的群SOP/ })
  const arrived = workbench.sidebar.getByRole('button', { name: /已到$/ })
  await expect(earlier.or(arrived).first()).toBeVisible()
  if (await arrived.isVisible()) await arrived.click()
  await earlier.click()
  await expect(workbench.row('早于当前时间').first()).toContainText('测测测')
  await workbench.sidebar.getByRole('button', { name: /^已完成/ }).click()
  await expect(workbench.sidebar.getByRole('dialog').getByText('任务内容')).toBeVisible()
})

test('the sheet of a field task shows its feedback and copies its number', short, async ({ workbench, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'])
  await workbench.open({ chat: who.seedContact })
  await workbench.sidebar.getByRole('button', { name: /^已完成/ }).click()
  await workbench.sidebar.getByRole('dialog').getByRole('button').filter({ hasText: '任务内容' }).click()
  const sheet = workbench.sidebar.getByRole('dialog')
  await expect(sheet).toContainText('第一次反馈')
  await expect(sheet).toContainText('第二次反馈')
  await sheet.getByRole('button', { name: '复制编号', exact: true }).click()
  await expect(sheet.getByRole('button', { name: '已复制' }).last()).toBeVisible()
  expect(await workbench.page.evaluate(() => navigator.clipboard.readText())).toBe('10001')
})

test('a chip narrows the list to its source', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
  await workbench.sidebar.getByRole('button', { name: /^外勤/ }).first().click()
  await expect(workbench.row('回复陈列费到账时间')).toHaveCount(0)
  await workbench.sidebar.getByRole('button', { name: /^要做/ }).click()
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
})

test('a group becomes the board of its SOPs', async ({ workbench }) => {
  await workbench.open({ chat: who.seedChat })
  await expect(workbench.card('测测测')).toBeVisible()
  await workbench.row('以前的群SOP').click()
  await expect(workbench.row('早于当前时间').first()).toBeVisible()
  await expect(workbench.row('多文件').first()).toBeVisible()
})

test('without a customer it shows what is mine', async ({ workbench }) => {
  await workbench.open({ chat: 'workbench' })
  await expect(workbench.sidebar.getByText('孟祥宇').first()).toBeVisible()
  await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
})

test('the busiest salesperson sees all that is open, page by page', async ({ workbench }) => {
  await workbench.open({ user: 'hejing', chat: 'workbench' })
  await expect(workbench.sidebar.getByRole('heading', { name: /^逾期/ })).toBeVisible()
  const counts = await workbench.sidebar.getByRole('button', { name: /^要做/ }).textContent()
  expect(Number(counts?.replace(/\D/g, ''))).toBeGreaterThanOrEqual(40)
})

test('names with markup in them are text', async ({ workbench }) => {
  await workbench.open({ chat: who.markup })
  await expect(workbench.sidebar.getByText('<b>老王</b> & "超市"').first()).toBeVisible()
})

test('my own board says whom a row is about, and goes to that chat', async ({ workbench }) => {
  await workbench.open({ user: 'hejing', chat: 'workbench' })
  await workbench.row('账期到期前提醒').first().click()
  const sheet = workbench.sidebar.getByRole('dialog')
  const name = await sheet
    .locator('dt', { hasText: '客户' })
    .first()
    .locator('xpath=following-sibling::dd[1]')
    .innerText()
  await sheet.getByRole('button', { name: '打开聊天' }).click()
  await expect(workbench.sidebar.getByRole('heading').first()).toBeVisible()
  await expect(workbench.row('账期到期前提醒').first()).toBeVisible()
  await expect(workbench.sidebar.getByText(name.split(' ').at(-1) ?? '').first()).toBeVisible()
})
