import { findingsIn } from './axe.ts'
import { tooLow } from './fingers.ts'
import { faultsOfLarger } from './larger.ts'
import { rarer, screens } from './screens.ts'
import { expect, short, test, who, type Workbench } from './workbench.ts'

/** axe's findings in the sidebar's page. */
async function findings({ page }: Workbench): Promise<string[]> {
  const [sidebar] = page.mainFrame().childFrames()
  return sidebar ? findingsIn(sidebar) : ['no sidebar']
}

async function overflow(workbench: Workbench): Promise<number> {
  const frame = workbench.page.frames().find((each) => each !== workbench.page.mainFrame())
  return frame ? frame.evaluate(() => document.documentElement.scrollWidth - window.innerWidth) : Number.NaN
}

for (const { name, show } of screens) {
  test(`${name}, light, fits every width and is accessible`, name === 'contact' ? short : {}, async ({ workbench }) => {
    await show(workbench, { width: '300' })
    for (const width of ['300', '360', '430']) {
      await workbench.resize(width)
      expect(await overflow(workbench), width).toBeLessThanOrEqual(0)
    }
    expect(await findings(workbench)).toEqual([])
  })
}

test.describe('under a finger', () => {
  test.use({ hasTouch: true })
  const shown = [...screens.map((screen) => [screen, '1'] as const), ...rarer.map((screen) => [screen, '0'] as const)]

  for (const [{ name, show }, dark] of shown) {
    const title = `${name}, ${dark === '1' ? 'dark, ' : ''}at the smallest width, fits, half as large again too, is accessible and can be hit`
    test(title, name === 'contact' ? short : {}, async ({ workbench }) => {
      await show(workbench, { width: '300', dark })
      expect(await overflow(workbench)).toBeLessThanOrEqual(0)
      expect(await findings(workbench)).toEqual([])
      expect(await tooLow(workbench)).toEqual([])
      expect(await faultsOfLarger(workbench), 'half as large again').toEqual([])
    })
  }
})

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
