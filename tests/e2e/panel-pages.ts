import type { APIRequestContext, FrameLocator, Locator } from '@playwright/test'
import { expect, test as base, type Workbench } from './workbench.ts'

export type PanelName = 'member' | 'hostile'

/** The tabs below the board. */
export const tabsOf = ({ sidebar }: Workbench): Locator => sidebar.getByRole('navigation', { name: '页面' })

export const tab = (workbench: Workbench, title: string): Locator =>
  tabsOf(workbench).getByRole('button', { name: new RegExp(`^${title}( \\d+)?$`) })

export const frameOf = ({ sidebar }: Workbench, title = '会员'): Locator => sidebar.locator(`iframe[title^="${title}"]`)
export const pageOf = (workbench: Workbench, title = '会员'): FrameLocator => frameOf(workbench, title).contentFrame()

/** How often this has happened to a bad page, as it says itself. */
export async function countIn(workbench: Workbench, name: string, title = '坏页面'): Promise<number> {
  const line = pageOf(workbench, title).getByText(new RegExp(`^${name} \\d+$`))
  const text = (await line.count()) > 0 ? await line.first().textContent() : null
  return Number(/\d+$/.exec(text ?? '')?.[0] ?? 0)
}

/** What is said in the place of a page that has not answered. */
export const failureOf = ({ sidebar }: Workbench, title: string): Locator =>
  sidebar.getByRole('region', { name: title }).getByText(`「${title}」没有回应`)

export async function openPanel(workbench: Workbench, chat: string, title = '会员'): Promise<void> {
  await workbench.open({ chat })
  await tab(workbench, title).click()
}

export async function placed(workbench: Workbench): Promise<void> {
  await workbench.sidebar.getByRole('dialog').getByRole('button', { name: '放入输入框' }).click()
}

async function tell(request: APIRequestContext, panel: PanelName, behaviour: string): Promise<void> {
  const answer = await request.post('/sandbox/control/panel', { data: { panel, behaviour } })
  expect(answer.ok()).toBe(true)
}

interface Behaving {
  /** Tells a page how to behave from its next opening on, until the journey ends. */
  behave: (behaviour: string, panel?: PanelName) => Promise<void>
}

export const test = base.extend<Behaving>({
  behave: async ({ request }, use) => {
    await use((behaviour, panel = 'hostile') => tell(request, panel, behaviour))
    for (const panel of ['member', 'hostile'] as const) await tell(request, panel, 'ok')
  },
})

export { expect }
