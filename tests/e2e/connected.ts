import type { APIRequestContext } from '@playwright/test'
import { expect, who, type Settings, type Workbench } from './workbench.ts'

export const account = { mobile: '13900000001', password: 'sidedesk-demo-1' }

/** Changes the simulated 芸众's data directly, as its own pages would. */
export async function act(request: APIRequestContext, name: string, ...args: unknown[]): Promise<void> {
  const answer = await request.post('/sandbox/control/act', { data: { vendor: 'yunzhong', name, args } })
  expect(answer.ok()).toBe(true)
}

export const addPush = (request: APIRequestContext, title: string, texts: string[]) =>
  act(request, 'addPush', {
    userid: 'mengxiangyu',
    targetId: who.seedContact,
    taskName: title,
    pieces: Object.fromEntries(texts.map((news, index) => [String(index), { type: 'text', news }])),
  })

/** The button to connect, or to connect again, that a user without a connection sees. */
export const offerOf = ({ sidebar }: Workbench) => sidebar.getByRole('button', { name: /^(连接|重新连接)/ }).first()

export async function connect({ sidebar }: Workbench, { mobile, password } = account): Promise<void> {
  const sheet = sidebar.getByRole('dialog')
  await sheet.getByLabel('手机号').fill(mobile)
  await sheet.getByLabel('密码').fill(password)
  await sheet.getByRole('button', { name: /^连接/ }).click()
}

/** Connects to 芸众 unless an earlier journey has done so: they share one sandbox. */
export async function openConnected(workbench: Workbench, settings: Settings = {}): Promise<void> {
  await workbench.open({ chat: who.seedContact, ...settings })
  const offer = offerOf(workbench)
  const chip = workbench.sidebar.getByRole('button', { name: /^(推送|通知)(?!.*正在加载)/ }).first()
  await expect(chip).toBeVisible()
  if (!(await offer.isVisible())) return
  await offer.click()
  await connect(workbench)
  await expect(offer).toHaveCount(0)
}

/** Opens the sheet of a push on the board. Even a refresh shows again what was read within ten seconds, so it is repeated. */
export async function openPush(workbench: Workbench, title: string): Promise<void> {
  const row = workbench.row(title)
  await expect(async () => {
    if (!(await row.isVisible())) await workbench.sidebar.getByRole('button', { name: /刷新/ }).click({ timeout: 1000 })
    await expect(row).toBeVisible({ timeout: 2000 })
  }).toPass({ timeout: 30_000 })
  await row.click()
  await expect(workbench.sidebar.getByRole('button', { name: /^放入聊天/ }).first()).toBeVisible()
}
