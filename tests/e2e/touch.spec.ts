import type { Locator } from '@playwright/test'
import { addPush, openConnected, openPush } from './connected.ts'
import { atRest } from './fingers.ts'
import { expect, test, who, type Workbench } from './workbench.ts'

test.use({ hasTouch: true })

/** A phone's. */
const width = '390'
const sheetOf = ({ sidebar }: Workbench) => sidebar.getByRole('dialog')
const back = ({ sidebar }: Workbench) => sidebar.locator('html').evaluate(() => history.back())

/** Pulls a handle down with one finger. */
async function pull({ page }: Workbench, handle: Locator, far: number): Promise<void> {
  const box = await handle.boundingBox()
  if (!box) throw new Error('no handle')
  const at = (moved: number) => [{ x: box.x + box.width / 2, y: box.y + box.height / 2 + moved }]
  const finger = await page.context().newCDPSession(page)
  await finger.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: at(0) })
  for (const part of [0.25, 0.5, 0.75, 1])
    await finger.send('Input.dispatchTouchEvent', { type: 'touchMove', touchPoints: at(far * part) })
  await finger.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await finger.detach()
}

test('a finger pulls a sheet down, and a short pull leaves it', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, width })
  await workbench.row('冰柜陈列照片不清晰').first().tap()
  const sheet = sheetOf(workbench)
  const handle = sheet.getByRole('button', { name: '关闭' })
  await atRest(sheet)
  await pull(workbench, handle, 40)
  await atRest(sheet)
  await expect(sheet).toBeVisible()
  await pull(workbench, handle, 160)
  await expect(sheet).toHaveCount(0)
})

test('the system’s back goes to the list where it was left, and then to the board where it was left', async ({
  workbench,
  page,
}) => {
  await page.setViewportSize({ width: 1280, height: 480 })
  await workbench.open({ user: 'hejing', chat: 'workbench', width })
  await expect(workbench.sidebar.getByRole('heading', { name: /^逾期/ })).toBeVisible()
  const board = workbench.sidebar.locator('html')
  await board.evaluate(() => window.scrollTo(0, 300))
  await expect.poll(() => board.evaluate(() => window.scrollY)).toBe(300)
  await workbench.sidebar.locator('.row').nth(5).tap()
  await expect(sheetOf(workbench)).toBeVisible()
  const left = await board.evaluate(() => window.scrollY)
  expect(left).toBeGreaterThan(100)
  await back(workbench)
  await expect(sheetOf(workbench)).toHaveCount(0)
  expect(await board.evaluate(() => window.scrollY)).toBe(left)

  await board.evaluate(() => window.scrollTo(0, 0))
  await workbench.sidebar.getByRole('button', { name: '更多资料' }).tap()
  await sheetOf(workbench)
    .getByRole('button', { name: /^已完成/ })
    .tap()
  const rows = sheetOf(workbench).getByRole('listitem').getByRole('button')
  await expect(rows.nth(8)).toBeVisible()
  await atRest(sheetOf(workbench))
  await rows.nth(8).scrollIntoViewIfNeeded()
  const topOf = () => rows.nth(8).evaluate((row) => row.getBoundingClientRect().top)
  const before = await topOf()
  await rows.nth(8).tap()
  await expect(rows.first()).toBeHidden()
  await back(workbench)
  await expect(rows.nth(8)).toBeVisible()
  expect(await topOf()).toBe(before)
  await back(workbench)
  await expect(sheetOf(workbench)).toHaveCount(0)
})

test('what was copied is said in a line of its own, which the finger does not cover', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, width })
  const phone = workbench.sidebar.getByRole('button', { name: /^复制电话/ })
  await expect(async () => {
    await phone.tap()
    await expect(workbench.sidebar.getByText('已复制 138 0000 1111')).toBeVisible({ timeout: 500 })
  }).toPass()
  await expect(phone).toContainText('138 0000 1111')
  await expect(workbench.sidebar.getByText('已复制 138 0000 1111')).toHaveCount(0)
})

test('with the last piece in the input a phone goes back to the chat, where it is sent', async ({
  workbench,
  page,
  request,
}) => {
  test.setTimeout(70_000)
  await addPush(request, '手机上发的一条', ['一', '二'])
  // The simulated client is a desktop's: what it says of itself is made a phone's.
  await page.addInitScript(() => {
    const define = Object.defineProperty
    Object.defineProperty = ((target: object, name: PropertyKey, how: PropertyDescriptor) => {
      const get = (): string => String(how.get?.()).replace('Windows NT 10.0; WOW64', 'Linux; Android 14')
      return define(target, name, name === 'userAgent' ? { ...how, get } : how)
    }) as typeof Object.defineProperty
  })
  await openConnected(workbench, { width })
  await openPush(workbench, '手机上发的一条')
  await sheetOf(workbench)
    .getByRole('button', { name: /^全部放入/ })
    .tap()
  await sheetOf(workbench).getByRole('button', { name: '去输入框发送' }).tap()
  await expect(page.getByTestId('sidebar-closed')).toBeVisible()
  await expect(workbench.draft).toHaveCount(2)
})
