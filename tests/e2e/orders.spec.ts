import type { APIRequestContext } from '@playwright/test'
import { expect, test, who, type Workbench } from './workbench.ts'

const sheetOf = ({ sidebar }: Workbench) => sidebar.getByRole('dialog')
const chip = ({ sidebar }: Workbench) => sidebar.getByRole('button', { name: /^订单/ })
const ordersOf = ({ sidebar }: Workbench) => sidebar.locator('.order')

async function showOrders(workbench: Workbench, chat: string): Promise<void> {
  await workbench.open({ chat })
  await chip(workbench).click()
}

/** What the simulated order system has been asked. */
async function asked(request: APIRequestContext, type: string): Promise<number> {
  const answer: unknown = await (await request.get('/sandbox/control/seen')).json()
  const { orders } = answer as { orders: string[] }
  return orders.filter((each) => each === type).length
}

test('one question to the order system shows tasks and orders, and a pay link goes into the chat', async ({
  workbench,
  request,
}) => {
  const before = await asked(request, 'orders.list')
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.row('催客户付款').first()).toBeVisible()
  await chip(workbench).click()
  await expect(workbench.sidebar.getByRole('heading', { name: /^进行中/ })).toBeVisible()
  expect((await asked(request, 'orders.list')) - before).toBeLessThanOrEqual(1)

  await ordersOf(workbench).filter({ hasText: '待付款' }).first().click()
  await expect(sheetOf(workbench).getByRole('heading', { name: '催客户付款' })).toBeVisible()
  await expect(sheetOf(workbench).getByText('还差')).toBeVisible()
  await sheetOf(workbench)
    .getByRole('button', { name: /^放入聊天/ })
    .first()
    .click()
  await expect(workbench.draft).toHaveCount(1)
  await expect(sheetOf(workbench).getByRole('button', { name: /^已放入/ })).toBeVisible()
})

test('orders are found by number and goods, and what is over comes by a tap', async ({ workbench }) => {
  await showOrders(workbench, who.seedContact)
  const open = await ordersOf(workbench).count()
  await workbench.sidebar.getByRole('button', { name: /^已结束的订单/ }).click()
  await expect(workbench.sidebar.getByRole('heading', { name: /^已结束/ })).toBeVisible()
  expect(await ordersOf(workbench).count()).toBeGreaterThan(open)
  const field = workbench.sidebar.getByRole('searchbox')
  await field.fill('椰树')
  await expect(ordersOf(workbench)).toHaveCount(1)
  await field.fill('没有这样的')
  await expect(workbench.sidebar.getByText('没有找到「没有这样的」')).toBeVisible()
})

test('who has not been asked for, may be several, or is somebody else’s: each has a next step', async ({
  workbench,
}) => {
  await showOrders(workbench, who.samePhone)
  await expect(workbench.sidebar.getByRole('button', { name: '去认' })).toBeVisible()
  await showOrders(workbench, who.managed)
  await workbench.sidebar.getByRole('button', { name: '选一位' }).click()
  await expect(
    sheetOf(workbench)
      .getByRole('button', { name: /^关联：/ })
      .first(),
  ).toBeVisible()
  await showOrders(workbench, who.phoneOfColleagues)
  await expect(workbench.sidebar.getByText('由订单系统决定')).toBeVisible()
  await showOrders(workbench, who.idle)
  await expect(workbench.sidebar.getByText('没有进行中的订单')).toBeVisible()
  await workbench.sidebar.getByRole('button', { name: '看以前的订单' }).click()
  await expect(workbench.sidebar.getByText('他还没有下过单')).toBeVisible()
})

test('two hundred orders come page by page', async ({ workbench }) => {
  await showOrders(workbench, who.longName)
  await workbench.sidebar.getByRole('button', { name: /^已结束的订单/ }).click()
  await expect(workbench.sidebar.getByRole('heading', { name: /^已结束 \d+\+?/ })).toBeVisible()
  await expect(async () => {
    await workbench.sidebar.locator('html').evaluate((html) => window.scrollTo(0, html.scrollHeight))
    expect(await ordersOf(workbench).count()).toBeGreaterThan(150)
  }).toPass({ timeout: 20_000 })
})

test('an order system that fails is said, and the rest of the board stands', async ({ workbench, fault }) => {
  await fault('orders', 'down')
  await workbench.open({ chat: 'wmTianTianQuanAAAAAAAAAAAAAAAAAAAA' })
  await expect(workbench.sidebar.getByRole('button', { name: '更多资料' })).toBeVisible()
  await chip(workbench).click()
  await expect(workbench.sidebar.getByRole('button', { name: '重试' }).first()).toBeVisible({ timeout: 15_000 })
})

test('what is done in the order system leaves the board', async ({ workbench, request }) => {
  const act = async (name: string) => {
    const data = { vendor: 'orders', name, args: [who.markup] }
    expect((await request.post('/sandbox/control/act', { data })).ok()).toBe(true)
  }
  await act('placeFor')
  await workbench.open({ chat: who.markup })
  const rows = workbench.row('催客户付款')
  await expect(rows.first()).toBeVisible()
  const before = await rows.count()
  await act('payFor')
  await expect(async () => {
    await workbench.sidebar.getByRole('button', { name: /刷新/ }).first().click()
    expect(await rows.count()).toBe(before - 1)
  }).toPass({ timeout: 30_000 })
})

test('an order task of my own leads to its order', async ({ workbench }) => {
  await workbench.open({ chat: 'workbench' })
  await chip(workbench).click()
  // Of a customer who may be several nobody is shown an order.
  await workbench.sidebar.locator('.row').filter({ hasText: '南坪店老板' }).first().click()
  await expect(sheetOf(workbench).getByText(/^商品/)).toBeVisible()
  await expect(sheetOf(workbench).getByRole('button', { name: '打开聊天' })).toBeVisible()
})
