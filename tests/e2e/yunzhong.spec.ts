import type { APIRequestContext } from '@playwright/test'
import { expect, test, who, type Workbench } from './workbench.ts'

const account = { mobile: '13900000001', password: 'sidedesk-demo-1' }

const act = async (request: APIRequestContext, name: string, ...args: unknown[]): Promise<unknown> => {
  const answer = await request.post('/sandbox/control/act', { data: { vendor: 'yunzhong', name, args } })
  expect(answer.ok()).toBe(true)
  return ((await answer.json()) as { result: unknown }).result
}

async function connect(workbench: Workbench, { mobile, password } = account): Promise<void> {
  const sheet = workbench.sidebar.getByRole('dialog')
  await sheet.getByLabel('手机号').fill(mobile)
  await sheet.getByLabel('密码').fill(password)
  await sheet.getByRole('button', { name: /^连接/ }).click()
}

/** Connected already, or connected now: the journeys share one sandbox. */
async function openConnected(workbench: Workbench, chat: string, settings: Record<string, string> = {}): Promise<void> {
  await workbench.open({ chat, ...settings })
  await expect(workbench.sidebar.getByRole('button', { name: /^SOP推送|^通知/ }).first()).toBeVisible()
  const offer = workbench.sidebar.getByRole('button', { name: /^(连接|重新连接)/ }).first()
  const rows = workbench.row('SOP推送')
  await expect(offer.or(rows.first()).first()).toBeVisible()
  if (!(await offer.isVisible())) return
  await offer.click()
  await connect(workbench)
  await expect(offer).toHaveCount(0)
}

const addPush = (request: APIRequestContext, title: string, texts: string[]) =>
  act(request, 'addPush', {
    userid: 'mengxiangyu',
    targetId: who.seedContact,
    taskName: title,
    pieces: Object.fromEntries(texts.map((news, index) => [String(index), { type: 'text', news }])),
  })

// What was asked about a chat is believed for half a minute: some journeys wait for that to pass.
test.describe.configure({ mode: 'serial', timeout: 90_000 })

test('somebody who is not connected is offered it, never an empty list', async ({ workbench, request }) => {
  await act(request, 'expireSessions')
  await workbench.open({ chat: who.seedContact })
  await expect(workbench.sidebar.getByText(/还没有连接芸众|芸众登录已过期/).first()).toBeVisible()
})

test('a wrong password is said so, and the right one connects', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.sidebar
    .getByRole('button', { name: /^(连接|重新连接)/ })
    .first()
    .click()
  await connect(workbench, { ...account, password: 'wrong' })
  await expect(workbench.sidebar.getByRole('dialog')).toContainText('手机号或密码不对')
  await connect(workbench)
  await expect(workbench.row('SOP推送').first()).toBeVisible()
})

test('all pieces of a push are placed in order, each is marked, and the push leaves', async ({
  workbench,
  request,
}) => {
  await openConnected(workbench, who.seedContact)
  await addPush(request, '端午礼盒预告', ['第一段话', '第二段话'])
  await expect(async () => {
    await workbench.open({ chat: who.seedContact })
    await expect(workbench.row('端午礼盒预告')).toBeVisible({ timeout: 3000 })
  }).toPass({ timeout: 35_000 })
  await workbench.row('端午礼盒预告').click()
  await workbench.sidebar.getByRole('button', { name: '全部依次放入' }).click()
  await expect(workbench.page.getByTestId('draft')).toHaveCount(2)
  await expect(workbench.page.getByTestId('draft').first()).toContainText('第一段话')
  await workbench.page.keyboard.press('Escape')
  await expect(workbench.row('端午礼盒预告')).toHaveCount(0)
})

test('an answer that never comes is shown as uncertain, never as sent', async ({ workbench, request }) => {
  await addPush(request, '会员日提醒', ['只有一段'])
  await expect(async () => {
    await openConnected(workbench, who.seedContact, { 'call.sendChatMessage': 'unanswered' })
    await expect(workbench.row('会员日提醒')).toBeVisible({ timeout: 3000 })
  }).toPass({ timeout: 35_000 })
  await workbench.row('会员日提醒').click()
  await workbench.sidebar.getByRole('button', { name: /^放入聊天/ }).click()
  await expect(workbench.sidebar.getByText('不确定是否已放入').first()).toBeVisible({ timeout: 30_000 })
})

test('a session that the vendor ends becomes an offer to reconnect', async ({ workbench, request }) => {
  await openConnected(workbench, who.seedContact)
  await act(request, 'expireSessions')
  await expect(async () => {
    await workbench.sidebar.getByRole('button', { name: /刷新/ }).click()
    await expect(workbench.sidebar.getByText(/芸众登录已过期/).first()).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 45_000 })
})

test('notices are read by their head, with an unread count, and page by page', async ({ workbench }) => {
  await workbench.open({ chat: 'workbench' })
  const chip = workbench.sidebar.getByRole('button', { name: /^通知/ })
  await expect(chip).toBeVisible()
  const offer = workbench.sidebar.getByRole('button', { name: /^(连接|重新连接)/ }).first()
  if (await offer.isVisible()) {
    await offer.click()
    await connect(workbench)
  }
  await chip.click()
  await expect(workbench.row('将状态更变为:进行中').first()).toBeVisible()
  await expect(workbench.row('给你分配了任务').first()).toBeVisible()
})

test('moments jobs show who has published them', async ({ workbench }) => {
  await workbench.open({ chat: 'workbench' })
  await workbench.sidebar.getByRole('button', { name: /^朋友圈/ }).click()
  await expect(workbench.row('朋友圈').first()).toBeVisible()
})
