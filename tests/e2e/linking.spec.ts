import { expect, short, test, who } from './workbench.ts'

test('a contact is linked with one tap, its tasks appear, and the link can be undone', short, async ({ workbench }) => {
  await workbench.open({ chat: who.samePhone })
  await expect(workbench.card('唐国强')).toBeVisible()
  await expect(workbench.sidebar.getByText(/还没有关联勤策|关联勤策/).first()).toBeVisible()
  await expect(workbench.row('外勤任务')).toHaveCount(0)
  await workbench.sidebar
    .getByRole('button', { name: /关联勤策|去关联/ })
    .first()
    .click()
  const sheet = workbench.sidebar.getByRole('dialog')
  const candidate = sheet.getByRole('listitem').first()
  await expect(candidate).toContainText('国强粮油')
  await expect(candidate).toContainText('电话一致')
  await candidate.getByRole('button', { name: /关联/ }).click()
  await expect(candidate.getByRole('button', { name: /撤销|取消/ })).toBeVisible()
  await workbench.page.keyboard.press('Escape')
  await expect(workbench.row('外勤任务').first()).toBeVisible()

  await workbench.open({ chat: who.samePhone })
  await expect(workbench.row('外勤任务').first()).toBeVisible()
  await workbench.sidebar
    .getByRole('button', { name: /更多|详情|客户资料/ })
    .first()
    .click()
  await workbench.sidebar
    .getByRole('dialog')
    .getByRole('button', { name: /撤销|取消关联|解除/ })
    .first()
    .click()
  await workbench.page.keyboard.press('Escape')
  await expect(workbench.row('外勤任务')).toHaveCount(0)
})
