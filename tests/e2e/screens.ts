import type { Locator } from '@playwright/test'
import { account, connect, offerOf, openConnected } from './connected.ts'
import { expect, who, type Settings, type Workbench } from './workbench.ts'

export interface Screen {
  name: string
  /** Opens the screen and waits until it is complete. */
  show(workbench: Workbench, settings: Settings): Promise<void>
}

const chipOf = ({ sidebar }: Workbench, name: RegExp) => sidebar.getByRole('button', { name }).first()
const sheetOf = ({ sidebar }: Workbench) => sidebar.getByRole('dialog')

async function showRow(workbench: Workbench, settings: Settings, title: string): Promise<void> {
  await workbench.open(settings)
  await expect(workbench.row(title).first()).toBeVisible()
}

/** The board of a customer who is elsewhere under the same phone, and the button that links the two. */
export async function showLikely(workbench: Workbench, settings: Settings = {}): Promise<Locator> {
  const button = workbench.sidebar.getByRole('button', { name: '是「国强粮油」 · 电话一致', exact: true })
  // What is found only after two seconds is not offered so.
  await expect(async () => {
    await workbench.open({ ...settings, chat: who.samePhone })
    await expect(button).toBeVisible({ timeout: 4000 })
  }).toPass({ timeout: 30_000 })
  return button
}

/** A sheet on the board of a user who is connected to 芸众. */
async function showSheet(workbench: Workbench, settings: Settings, chip: RegExp, row: string): Promise<void> {
  await openConnected(workbench, settings)
  await chipOf(workbench, chip).click()
  await workbench.sidebar.locator('.row').filter({ hasText: row }).first().click()
  await expect(sheetOf(workbench)).toBeVisible()
}

async function askToSignOut(workbench: Workbench, settings: Settings): Promise<void> {
  await workbench.open({ ...settings, chat: 'workbench' })
  await workbench.sidebar.getByRole('button', { name: '更多资料' }).click()
  await workbench.sidebar.getByRole('button', { name: '退出登录' }).click()
  await expect(workbench.sidebar.getByRole('button', { name: '确定退出' })).toBeVisible()
}

/** What people meet every day. */
export const screens: Screen[] = [
  {
    name: 'contact',
    show: (bench, settings) => showRow(bench, { ...settings, chat: who.seedContact }, '回复陈列费到账时间'),
  },
  {
    name: 'long names',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.longName })
      await expect(workbench.sidebar.getByText(/百汇生鲜/).first()).toBeVisible()
    },
  },
  {
    name: 'group',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.seedChat })
      // A connected user has today's pushes; the SOPs of past years are folded below them.
      await expect(workbench.sidebar.getByText(/多文件|^以前的群SOP/).first()).toBeVisible()
    },
  },
  {
    name: 'mine',
    show: (bench, settings) => showRow(bench, { ...settings, user: 'hejing', chat: 'workbench' }, '外勤任务'),
  },
  {
    name: 'mine by customer',
    async show(workbench, settings) {
      await showRow(workbench, { ...settings, user: 'hejing', chat: 'workbench' }, '外勤任务')
      await workbench.sidebar.getByRole('button', { name: '按客户' }).click()
      await expect(workbench.sidebar.getByRole('heading', { name: /位客户$/ })).toBeVisible()
    },
  },
  {
    name: 'a visited customer',
    async show(workbench, settings) {
      await showRow(workbench, { ...settings, user: 'hejing', chat: 'workbench' }, '外勤任务')
      await workbench.sidebar.getByRole('button', { name: '按客户' }).click()
      const known = workbench.sidebar
        .locator('.customer')
        .filter({ has: workbench.page.locator('button.customer__chat') })
      await known.locator('.customer__row').first().click()
      await expect(workbench.sidebar.getByRole('button', { name: '打开聊天' })).toBeVisible()
    },
  },
  {
    name: 'searching',
    async show(workbench, settings) {
      await showRow(workbench, { ...settings, user: 'hejing', chat: 'workbench' }, '外勤任务')
      await workbench.sidebar.getByRole('button', { name: '搜索' }).click()
      await workbench.sidebar.getByRole('searchbox').fill('没有这样的')
      await expect(workbench.sidebar.getByText('没有找到「没有这样的」')).toBeVisible()
    },
  },
  {
    name: 'denied',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.ofColleague })
      await expect(workbench.state('not_a_follower')).toBeVisible()
    },
  },
  {
    name: 'connecting',
    async show(workbench, settings) {
      await workbench.open({ ...settings, user: 'linxiaomei', chat: 'workbench' })
      await offerOf(workbench).click()
      await connect(workbench, { mobile: account.mobile, password: 'wrong' })
      await expect(sheetOf(workbench)).toContainText('手机号或密码不对')
    },
  },
  {
    name: 'a push',
    show: (bench, settings) => showSheet(bench, { ...settings, chat: who.seedContact }, /^推送/, '新客第三天'),
  },
  {
    name: 'moments',
    async show(workbench, settings) {
      await openConnected(workbench, { ...settings, chat: who.seedContact })
      await chipOf(workbench, /^圈/).click()
      await expect(workbench.sidebar.getByText('这位客户可见').first()).toBeVisible()
    },
  },
  {
    name: 'a moment',
    show: (bench, settings) => showSheet(bench, { ...settings, chat: 'workbench' }, /^圈/, '我还没发'),
  },
  {
    name: 'notices',
    async show(workbench, settings) {
      await openConnected(workbench, { ...settings, chat: 'workbench' })
      await chipOf(workbench, /^通知/).click()
      await expect(workbench.row('给你分配了').first()).toBeVisible()
    },
  },
  {
    name: 'a notice',
    show: (bench, settings) => showSheet(bench, { ...settings, chat: 'workbench' }, /^通知/, '给你分配了'),
  },
  { name: 'signing out', show: askToSignOut },
  {
    name: 'signed out',
    async show(workbench, settings) {
      await askToSignOut(workbench, settings)
      await workbench.sidebar.getByRole('button', { name: '确定退出' }).click()
      await expect(workbench.sidebar.getByRole('heading', { name: '已退出' })).toBeVisible()
    },
  },
]

async function openMore(workbench: Workbench, settings: Settings): Promise<void> {
  await workbench.open(settings)
  await workbench.sidebar.getByRole('button', { name: '更多资料' }).click()
  await expect(sheetOf(workbench)).toBeVisible()
}

async function showOrders(workbench: Workbench, settings: Settings, shows: RegExp): Promise<void> {
  await workbench.open(settings)
  await workbench.sidebar.getByRole('button', { name: /^订单/ }).click()
  await expect(workbench.sidebar.getByText(shows).first()).toBeVisible()
}

/** Sheets and states that are rarer. */
export const rarer: Screen[] = [
  {
    name: 'the orders of a customer',
    show: (bench, settings) => showOrders(bench, { ...settings, chat: who.seedContact }, /^进行中/),
  },
  {
    name: 'an order',
    async show(workbench, settings) {
      await showOrders(workbench, { ...settings, chat: who.seedContact }, /^进行中/)
      await workbench.sidebar.locator('.order').first().click()
      await expect(sheetOf(workbench).getByText(/^商品/)).toBeVisible()
    },
  },
  {
    name: 'an order with a parcel in trouble',
    async show(workbench, settings) {
      await showOrders(workbench, { ...settings, chat: who.seedContact }, /^进行中/)
      await workbench.sidebar.locator('.order').filter({ hasText: '椰树' }).click()
      await expect(sheetOf(workbench).getByText('物流异常').first()).toBeVisible()
    },
  },
  {
    name: 'orders of whom is not clear',
    show: (bench, settings) => showOrders(bench, { ...settings, chat: who.managed }, /有几位都像他/),
  },
  {
    name: 'orders that others may see',
    show: (bench, settings) => showOrders(bench, { ...settings, chat: who.phoneOfColleagues }, /由订单系统决定/),
  },
  {
    name: 'a field task',
    async show(workbench, settings) {
      await showRow(workbench, { ...settings, chat: who.seedContact }, '冰柜陈列照片不清晰')
      await workbench.row('冰柜陈列照片不清晰').first().click()
      await expect(sheetOf(workbench)).toBeVisible()
    },
  },
  {
    name: 'a todo',
    async show(workbench, settings) {
      await showRow(workbench, { ...settings, chat: who.seedContact }, '回复陈列费到账时间')
      await workbench.row('回复陈列费到账时间').first().click()
      await expect(sheetOf(workbench)).toBeVisible()
    },
  },
  {
    name: 'the card of a contact',
    show: (bench, settings) => openMore(bench, { ...settings, chat: who.seedContact }),
  },
  { name: 'the card of a group', show: (bench, settings) => openMore(bench, { ...settings, chat: who.seedChat }) },
  {
    name: 'what was done',
    async show(workbench, settings) {
      await openMore(workbench, { ...settings, chat: who.seedContact })
      await sheetOf(workbench)
        .getByRole('button', { name: /^已完成/ })
        .click()
      await expect(sheetOf(workbench).getByRole('heading', { name: '更早' })).toBeVisible()
    },
  },
  {
    name: 'linking',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.stranger })
      await workbench.sidebar.getByRole('button', { name: /^关联勤策/ }).click()
      await expect(sheetOf(workbench).getByRole('searchbox')).toBeVisible()
    },
  },
  {
    name: 'not linked',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.stranger })
      await expect(workbench.sidebar.getByRole('button', { name: /^关联勤策/ })).toBeVisible()
    },
  },
  {
    name: 'not linked, but likely',
    show: async (workbench, settings) => void (await showLikely(workbench, settings)),
  },
  {
    name: 'nothing to do',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.idle })
      await expect(workbench.sidebar.getByText(/没有要做的/).first()).toBeVisible()
    },
  },
  {
    name: 'no permission',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.seedContact, 'call.getCurExternalContact': 'no_permission' })
      await expect(workbench.state('no_permission')).toBeVisible()
    },
  },
  {
    name: 'an entry without customers',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.seedContact, entry: 'chain_single_chat_tools' })
      await expect(workbench.state('wrong_entry')).toBeVisible()
    },
  },
  {
    name: 'a client that is too old',
    async show(workbench, settings) {
      await workbench.open({ ...settings, chat: who.seedContact, version: 'windows-3.0.16' })
      await expect(workbench.sidebar.getByRole('button', { name: '复制编号' })).toBeVisible()
    },
  },
]
