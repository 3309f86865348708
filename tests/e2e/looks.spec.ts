import { createRequire } from 'node:module'
import { account, connect, offerOf, openConnected } from './connected.ts'
import { expect, short, test, who, type Settings, type Workbench } from './workbench.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Finding {
  id: string
  impact: string
  nodes: { html: string }[]
}

/** axe's serious and critical findings in the sidebar's page. */
async function findings(workbench: Workbench): Promise<string[]> {
  const frame = workbench.page.frames().find((each) => each !== workbench.page.mainFrame())
  if (!frame) return ['no sidebar']
  // The page's CSP forbids other scripts, so the debugger evaluates this one.
  await frame.evaluate(await readAxe())
  const found = await frame.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: unknown }> } }
    ).axe.run()
    return violations as Finding[]
  })
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
}

const readAxe = async () => (await import('node:fs/promises')).readFile(axe, 'utf8')

async function overflow(workbench: Workbench): Promise<number> {
  const frame = workbench.page.frames().find((each) => each !== workbench.page.mainFrame())
  return frame ? frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth) : Number.NaN
}

interface Screen {
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

const screens: Screen[] = [
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
      await workbench.sidebar.locator('.customer__row').first().click()
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

const widths = ['300', '360', '430']

for (const dark of ['0', '1']) {
  for (const { name, show } of screens) {
    const title = `${name}, ${dark === '1' ? 'dark, fits' : 'light, fits every width'} and is accessible`
    test(title, name === 'contact' ? short : {}, async ({ workbench }) => {
      await show(workbench, { width: '300', dark })
      // Colours do not depend on the width, nor the layout on the colours.
      for (const width of dark === '1' ? ['300'] : widths) {
        await workbench.resize(width)
        expect(await overflow(workbench), width).toBeLessThanOrEqual(0)
        expect(await findings(workbench), width).toEqual([])
      }
    })
  }
}

test('a sheet is accessible, holds the focus, and closes with Escape', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  const row = workbench.row('回复陈列费到账时间').first()
  await row.click()
  const sheet = workbench.sidebar.getByRole('dialog')
  await expect(sheet).toBeVisible()
  expect(await findings(workbench)).toEqual([])
  await workbench.page.keyboard.press('Tab')
  await expect(sheet.locator(':focus')).toHaveCount(1)
  await workbench.page.keyboard.press('Escape')
  await expect(sheet).toHaveCount(0)
  await expect(row).toBeFocused()
})
