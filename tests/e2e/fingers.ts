import type { Locator } from '@playwright/test'
import { expect, type Workbench } from './workbench.ts'

/** Waits until a sheet has come to rest. */
export async function atRest(sheet: Locator): Promise<void> {
  const top = () => sheet.evaluate((element) => element.getBoundingClientRect().top)
  let former = Number.NaN
  await expect
    .poll(async () => {
      const isSame = former === (await top())
      former = await top()
      return isSame
    })
    .toBe(true)
}

/** How high each control can be hit, as far as that is less than 40 px: by what is drawn or around it. */
export async function tooLow({ sidebar }: Workbench): Promise<string[]> {
  const dialog = sidebar.getByRole('dialog')
  if (await dialog.isVisible()) await atRest(dialog)
  return sidebar.locator('html').evaluate(() => {
    const sheet = document.querySelector('[role=dialog]')
    for (const more of document.querySelectorAll('details')) more.open = true
    const controls = [...(sheet ?? document).querySelectorAll<HTMLElement>('button, a[href], summary')]
    const isHit = (control: Element, x: number, y: number) => control.contains(document.elementFromPoint(x, y))
    const low = controls.flatMap((control) => {
      if (control.getClientRects().length === 0) return []
      control.scrollIntoView({ block: 'center', inline: 'center' })
      const { left, right, top, bottom } = control.getBoundingClientRect()
      const [x, middle] = [(left + right) / 2, (top + bottom) / 2]
      let [above, below] = [0, 0]
      while (above < 20 && isHit(control, x, middle - above)) above += 1
      while (below < 20 && isHit(control, x, middle + below)) below += 1
      const name = `${control.className}: ${control.textContent.trim()}`
      return above + below < 40 ? [`${above + below} ${name}`] : []
    })
    // What comes next looks at the screen as it was.
    for (const element of document.querySelectorAll('*')) element.scrollTop = 0
    return low
  })
}
