import { act, addPush, openConnected, openPush } from './connected.ts'
import { expect, test, who, type Workbench } from './workbench.ts'

const sheetOf = ({ sidebar }: Workbench) => sidebar.getByRole('dialog')

/** From ⋯, which is there however long the list is. */
async function openDone(workbench: Workbench): Promise<void> {
  await workbench.sidebar.getByRole('button', { name: '更多资料' }).click()
  await sheetOf(workbench)
    .getByRole('button', { name: /^(做完的|已完成)/ })
    .click()
}

test('a task is finished in its own system: its row, and the blue button', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.row('冰柜陈列照片不清晰').first().click()
  await sheetOf(workbench).getByRole('link', { name: '去勤策反馈' }).click()
  await expect(workbench.page.getByTestId('browser')).toContainText('https://waiqin.sandbox.invalid/#/task/')
})

// Not the first customer, whose number is gone once a journey has removed and added him.
test('the phone can be called', async ({ workbench }) => {
  await workbench.open({ chat: who.samePhone })
  await workbench.sidebar.getByRole('button', { name: '更多资料' }).click()
  const call = sheetOf(workbench).getByRole('link', { name: '拨打电话' })
  await expect(call).toHaveAttribute('href', /^tel:1\d{10}$/)
})

test('what was done is two taps away, by week, and says when it was done', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await openDone(workbench)
  const sheet = sheetOf(workbench)
  await expect(sheet.getByRole('heading', { name: '更早' })).toBeVisible()
  await expect(sheet.getByRole('button').filter({ hasText: '任务内容' })).toContainText('2023年4月28日')
  await expect(sheet.getByText(/^截止 /).first()).toBeVisible()
})

test('the system’s back goes from a detail to its list, and from the list to the board', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await openDone(workbench)
  const sheet = sheetOf(workbench)
  const row = sheet.getByRole('button').filter({ hasText: '任务内容' })
  await row.focus()
  await row.press('Enter')
  await expect(sheet).toContainText('第一次反馈')
  const back = () => workbench.sidebar.locator('html').evaluate(() => history.back())
  await back()
  await expect(row).toBeFocused()
  await back()
  await expect(sheet).toHaveCount(0)
  await expect(workbench.row('冰柜陈列照片不清晰').first()).toBeVisible()
})

test('a sheet is pulled down by its handle, and a short pull leaves it', async ({ workbench, page }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.row('冰柜陈列照片不清晰').first().click()
  const sheet = sheetOf(workbench)
  const handle = sheet.getByRole('button', { name: '关闭' })
  const pull = async (far: number) => {
    const box = await handle.boundingBox()
    if (!box) throw new Error('no handle')
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
    await page.mouse.move(x, y)
    await page.mouse.down()
    await page.mouse.move(x, y + far, { steps: 5 })
    await page.mouse.up()
  }
  await expect(sheet).toBeVisible()
  await pull(40)
  await expect(sheet).toBeVisible()
  await pull(160)
  await expect(sheet).toHaveCount(0)
})

test('what is behind a sheet can neither be reached nor read out', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.row('冰柜陈列照片不清晰').first().click()
  await expect(sheetOf(workbench)).toBeVisible()
  const isInert = () => workbench.sidebar.locator('#app').evaluate((app) => (app as HTMLElement).inert)
  expect(await isInert()).toBe(true)
  await workbench.page.keyboard.press('Escape')
  await expect(sheetOf(workbench)).toHaveCount(0)
  expect(await isInert()).toBe(false)
})

test('with forced colours the chosen chip, the source of a row and the edge of a sheet are seen', async ({
  workbench,
  page,
}) => {
  await page.emulateMedia({ forcedColors: 'active' })
  await workbench.open({ chat: who.seedContact })
  const chip = (name: RegExp) => workbench.sidebar.getByRole('button', { name }).first()
  const borderOf = (element: ReturnType<typeof chip>) =>
    element.evaluate((each) => {
      const { borderTopWidth, borderTopColor } = getComputedStyle(each)
      return `${borderTopWidth} ${borderTopColor}`
    })
  await expect(chip(/^待办 \d/)).toBeVisible()
  expect(await borderOf(chip(/^要做/))).toContain('2px')
  expect(await borderOf(chip(/^要做/))).not.toBe(await borderOf(chip(/^待办/)))
  const edges = await workbench.sidebar
    .locator('.row__edge')
    .evaluateAll((all) => new Set(all.map((each) => getComputedStyle(each).backgroundColor)).size)
  expect(edges).toBeGreaterThan(1)
  await workbench.row('冰柜陈列照片不清晰').first().click()
  await expect(sheetOf(workbench)).toBeVisible()
  expect(await borderOf(sheetOf(workbench))).toContain('2px')
})

test('nothing in a sheet moves when the client refuses a piece', async ({ workbench, request }) => {
  await addPush(request, '退回来的一条', ['第一段', '第二段'])
  await openConnected(workbench, { 'call.sendChatMessage': 'no_permission' })
  await workbench.sidebar.getByRole('button', { name: /刷新/ }).click()
  await openPush(workbench, '退回来的一条')
  const button = sheetOf(workbench).getByRole('button', { name: '放入聊天：第 2 条文字' })
  const top = () => button.evaluate((element) => element.getBoundingClientRect().top)
  // The sheet is still on its way up, and the workbench may be putting its own line away.
  let before = await top()
  await expect
    .poll(async () => {
      const former = before
      await workbench.page.waitForTimeout(300)
      before = await top()
      return before - former
    })
    .toBe(0)
  await button.click()
  await expect(sheetOf(workbench).getByRole('alert')).toContainText('没有放入')
  expect(await top()).toBe(before)
})

test('a picture is seen before it is sent', async ({ workbench }) => {
  await openConnected(workbench)
  await openPush(workbench, '新客第三天')
  const picture = sheetOf(workbench).getByRole('listitem', { name: '第 2 条图片' }).locator('img')
  await expect.poll(() => picture.evaluate((img) => (img as HTMLImageElement).naturalWidth)).toBeGreaterThan(50)
})

test('a chat that is not in the client’s list is opened all the same', async ({ workbench }) => {
  await workbench.open({ user: 'hejing', chat: 'workbench' })
  await workbench.row('待办').nth(1).click()
  const sheet = sheetOf(workbench)
  const open = sheet.getByRole('button', { name: '打开聊天' })
  await open.click()
  await expect(sheet).toHaveCount(0)
  await expect(workbench.page.getByTestId('draft').or(workbench.page.getByTestId('send')).first()).toBeVisible()
})

test('the simulated client offers the account that 芸众 asks for', async ({ workbench, request }) => {
  await act(request, 'expireSessions')
  await workbench.open({ user: 'hejing', chat: 'workbench' })
  await workbench.sidebar
    .getByRole('button', { name: /^(连接|重新连接)/ })
    .first()
    .click()
  await sheetOf(workbench).getByLabel('手机号').click()
  await workbench.page.getByTestId('saved-account').getByRole('button', { name: '填入' }).click()
  await sheetOf(workbench).getByRole('button', { name: /^连接/ }).click()
  await expect(sheetOf(workbench)).toHaveCount(0)
})
