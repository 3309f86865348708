import { test, expect, who } from './workbench.ts'
const runs = [
  ['300', '0'],
  ['360', '1'],
  ['430', '0'],
] as const
for (const [width, dark] of runs) {
  test(`shots ${width}`, async ({ workbench }) => {
    test.setTimeout(120000)
    const shot = (name: string) =>
      workbench.page.locator('[data-testid=sidebar-frame]').screenshot({ path: `/tmp/so/${name}.${width}.${dark}.png` })
    await workbench.open({ chat: who.seedContact, width, dark })
    await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible()
    await workbench.page.waitForTimeout(1500)
    await shot('1board')
    await workbench.sidebar.getByRole('button', { name: /^订单/ }).first().click()
    await expect(workbench.sidebar.getByText(/^进行中/)).toBeVisible()
    await workbench.page.waitForTimeout(300)
    await shot('2orders')
    const rows = workbench.sidebar.locator('.order')
    const n = await rows.count()
    console.log('rows', n)
    for (let i = 0; i < Math.min(n, 3); i += 1) {
      await rows.nth(i).click()
      await expect(workbench.sidebar.getByRole('dialog').getByText(/^商品/)).toBeVisible()
      await workbench.page.waitForTimeout(600)
      await shot(`3order${i}`)
      await workbench.page.keyboard.press('Escape')
      await expect(workbench.sidebar.getByRole('dialog')).toHaveCount(0)
    }
    await workbench.sidebar.getByRole('button', { name: /已结束的订单/ }).click()
    await workbench.page.waitForTimeout(700)
    await shot('4all')
  })
}
