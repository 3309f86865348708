import {
  test as base,
  expect,
  type APIRequestContext,
  type FrameLocator,
  type Locator,
  type Page,
} from '@playwright/test'

/** People and chats of the simulated company that the journeys use by name. */
export const who = {
  managed: 'wmXuLihuaAAAAAAAAAAAAAAAAAAAAAAAAA',
  phoneOfColleagues: 'wmDengYongAAAAAAAAAAAAAAAAAAAAAAAA',
  seedContact: 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA',
  seedChat: 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA',
  idle: 'wmHeMiaomiaoAAAAAAAAAAAAAAAAAAAAAA',
  samePhone: 'wmTangGuoqiangAAAAAAAAAAAAAAAAAAAA',
  stranger: 'wmMoshengAAAAAAAAAAAAAAAAAAAAAAAAA',
  ofColleague: 'wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA',
  foreign: 'wmWaibuGongsiAAAAAAAAAAAAAAAAAAAAA',
  deleted: 'wmYijingShanchuAAAAAAAAAAAAAAAAAAA',
  longName: 'wmChangMingziAAAAAAAAAAAAAAAAAAAAA',
  markup: 'wmJianKuohaoAAAAAAAAAAAAAAAAAAAAAA',
  chatWithoutTasks: 'wrXinpinShichiQunAAAAAAAAAAAAAAAAA',
} as const

/** What the workbench's URL can set. */
export type Settings = Partial<Record<string, string>>

export type Vendor = 'wecom' | 'youmi' | 'waiqin' | 'tanma' | 'yunzhong' | 'orders'
export type Fault = 'none' | 'slow' | 'down' | 'refusing' | 'garbage' | 'rate_limited'

/** Journeys that `npm run test:engines -- --short` makes as well. */
export const short = { tag: '@short' }

/** Longer than the board treats a list as fresh, and longer than each wait of the boot. */
const skipMs = 16_000

/** The simulated WeCom client in one browser tab. */
export class Workbench {
  readonly page: Page
  /** The real page, in the sidebar. */
  readonly sidebar: FrameLocator

  constructor(page: Page) {
    this.page = page
    this.sidebar = page.frameLocator('[data-testid=sidebar-frame]')
  }

  async open(settings: Settings = {}): Promise<void> {
    const fields = Object.entries(settings).map(([name, value]): [string, string] => [name, value ?? ''])
    // Another document first, because a mere change of the hash would not reload the workbench.
    await this.page.goto('about:blank')
    await this.page.goto(`/sandbox/#${new URLSearchParams(fields)}`)
  }

  /** Moves the page's own clock forward until this is shown, instead of waiting for real time to pass. */
  async untilShown(wanted: Locator): Promise<void> {
    await expect(async () => {
      await this.page.clock.fastForward(skipMs)
      await expect(wanted).toBeVisible({ timeout: 1000 })
    }).toPass({ timeout: 30_000 })
  }

  /** Changes the sidebar's width without reloading the page. */
  async resize(width: string): Promise<void> {
    await this.page.evaluate((to) => {
      const settings = new URLSearchParams(location.hash.slice(1))
      settings.set('width', to)
      location.hash = settings.toString()
    }, width)
    const inner = () => this.sidebar.locator('html').evaluate(() => window.innerWidth)
    await expect.poll(async () => Math.abs((await inner()) - Number(width))).toBeLessThanOrEqual(2)
  }

  /** The text in the open chat's input. */
  get draft() {
    return this.page.getByTestId('draft')
  }

  chat(id: string) {
    return this.page.getByTestId(`chat-${id}`)
  }

  row(title: string) {
    return this.sidebar.getByRole('button').filter({ hasText: title })
  }

  /** A name on the card at the top of the board. */
  card(name: string) {
    return this.sidebar.locator('header').getByText(name).first()
  }

  /** The screen that explains this code. */
  state(code: string) {
    return this.sidebar.getByRole('status').filter({ hasText: code })
  }
}

async function setFault(request: APIRequestContext, vendor: Vendor, fault: Fault, slowMs?: number): Promise<void> {
  const answer = await request.post('/sandbox/control/fault', { data: { vendor, fault, slowMs } })
  expect(answer.ok()).toBe(true)
}

export interface Journey {
  workbench: Workbench
  /** Faults are switched off after each journey. */
  fault: (vendor: Vendor, fault: Fault, slowMs?: number) => Promise<void>
}

export interface Worker {
  /** A sandbox whose sources have answered before, as one that has run for a minute. */
  warm: undefined
}

export const test = base.extend<Journey, Worker>({
  // The first answers of a new process are slow, and rows that come late wait behind the pill until the user asks.
  warm: [
    async ({ browser }, use, { project }) => {
      const page = await browser.newPage({ baseURL: project.use.baseURL ?? '' })
      const workbench = new Workbench(page)
      await expect(async () => {
        await workbench.open({ chat: who.seedContact })
        await expect(workbench.row('回复陈列费到账时间').first()).toBeVisible({ timeout: 2000 })
      }).toPass({ timeout: 60_000 })
      await page.close()
      await use(undefined)
    },
    { scope: 'worker', auto: true, timeout: 90_000 },
  ],
  workbench: async ({ page }, use) => use(new Workbench(page)),
  fault: async ({ request }, use) => {
    const touched = new Set<Vendor>()
    await use(async (vendor, fault, slowMs) => {
      touched.add(vendor)
      await setFault(request, vendor, fault, slowMs)
    })
    for (const vendor of touched) await setFault(request, vendor, 'none')
  },
})

export { expect }
