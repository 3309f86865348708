import { createRequire } from 'node:module'
import { expect, test, who, type Settings, type Workbench } from './workbench.ts'

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Finding {
  id: string
  impact: string
  nodes: { html: string }[]
}

/** Serious and critical findings of axe in the page of the sidebar. */
async function findings(workbench: Workbench): Promise<string[]> {
  const frame = workbench.page.frames().find((each) => each !== workbench.page.mainFrame())
  if (!frame) return ['no sidebar']
  // The page's CSP forbids foreign scripts: this one is evaluated by the debugger, outside of it.
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

const screens: [name: string, settings: Settings, ready: (workbench: Workbench) => ReturnType<Workbench['row']>][] = [
  ['contact', { chat: who.seedContact }, (workbench) => workbench.row('55').first()],
  ['long names', { chat: who.longName }, (workbench) => workbench.sidebar.getByText(/百汇生鲜/).first()],
  ['group', { chat: who.seedChat }, (workbench) => workbench.row('多文件').first()],
  ['mine', { user: 'hejing', chat: 'workbench' }, (workbench) => workbench.row('外勤任务').first()],
  ['denied', { chat: who.ofColleague }, (workbench) => workbench.state('not_a_follower')],
]

for (const width of ['300', '360', '430']) {
  for (const dark of ['0', '1']) {
    for (const [name, settings, ready] of screens) {
      test(`${name} at ${width} px, ${dark === '1' ? 'dark' : 'light'}, fits and is accessible`, async ({
        workbench,
      }) => {
        await workbench.open({ ...settings, width, dark })
        await expect(ready(workbench)).toBeVisible()
        expect(await overflow(workbench)).toBeLessThanOrEqual(0)
        expect(await findings(workbench)).toEqual([])
      })
    }
  }
}

test('a sheet is accessible, holds the focus, and closes with Escape', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  const row = workbench.row('55').first()
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
