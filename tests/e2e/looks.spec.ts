import { createRequire } from 'node:module'
import { faultsOfLarger } from './larger.ts'
import { rarer, screens } from './screens.ts'
import { expect, short, test, who, type Workbench } from './workbench.ts'

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

const widths = ['300', '360', '430']

for (const dark of ['0', '1']) {
  for (const { name, show } of screens) {
    const title = `${name}, ${dark === '1' ? 'dark, fits, half as large again too,' : 'light, fits every width'} and is accessible`
    test(title, name === 'contact' ? short : {}, async ({ workbench }) => {
      await show(workbench, { width: '300', dark })
      // What axe looks at does not depend on the width, nor the layout on the colours.
      for (const width of dark === '1' ? [] : widths) {
        await workbench.resize(width)
        expect(await overflow(workbench), width).toBeLessThanOrEqual(0)
      }
      expect(await findings(workbench)).toEqual([])
      if (dark === '1') expect(await faultsOfLarger(workbench), 'half as large again').toEqual([])
    })
  }
}

for (const { name, show } of rarer) {
  test(`${name}, at the smallest width, fits and is accessible`, async ({ workbench }) => {
    await show(workbench, { width: '300' })
    expect(await overflow(workbench)).toBeLessThanOrEqual(0)
    expect(await findings(workbench)).toEqual([])
    expect(await faultsOfLarger(workbench), 'half as large again').toEqual([])
  })
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
