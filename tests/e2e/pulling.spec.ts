import { expect, test, type Workbench } from './workbench.ts'

test.use({ hasTouch: true })

/** Moves a finger down over the list, as the browser itself reports it, and answers how many boards were read meanwhile. */
async function pull({ page, sidebar }: Workbench): Promise<number> {
  let reads = 0
  const count = (request: { url(): string }) => void (reads += Number(request.url().includes('/api/me/board')))
  page.on('request', count)
  const list = await sidebar
    .locator('.board__list')
    .evaluate((each) => each.ownerDocument.defaultView?.innerHeight ?? 0)
  const frame = await page.getByTestId('sidebar-frame').boundingBox()
  if (!frame) throw new Error('no sidebar')
  const x = frame.x + frame.width / 2
  const from = frame.y + list / 3
  const finger = await page.context().newCDPSession(page)
  const send = (type: 'touchStart' | 'touchMove' | 'touchEnd', y?: number) =>
    finger.send('Input.dispatchTouchEvent', { type, touchPoints: y === undefined ? [] : [{ x, y }] })
  await send('touchStart', from)
  for (let step = 1; step <= 8; step += 1) await send('touchMove', from + step * 20)
  await send('touchEnd')
  await page.waitForTimeout(500)
  page.off('request', count)
  return reads
}

test('a finger pulls the list down to read it again, at its top alone', async ({ workbench }) => {
  await workbench.open({ user: 'hejing', chat: 'workbench' })
  await expect(workbench.sidebar.locator('.pull')).toBeAttached()
  const html = workbench.sidebar.locator('html')
  await html.evaluate(() => window.scrollTo(0, 600))
  expect(await pull(workbench)).toBe(0)
  await html.evaluate(() => window.scrollTo(0, 0))
  expect(await pull(workbench)).toBe(1)
})
