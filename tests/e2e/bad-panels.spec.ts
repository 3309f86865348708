import { countIn, expect, failureOf, frameOf, openPanel, pageOf, tab, test } from './panel-pages.ts'
import { who, type Workbench } from './workbench.ts'

const bad = '坏页面'
/** A page has eight seconds to say that it is ready. */
const late = { timeout: 12_000 }
const open = (workbench: Workbench) => openPanel(workbench, who.seedContact, bad)
const sheetOf = ({ sidebar }: Workbench) => sidebar.getByRole('dialog')
const counts = (workbench: Workbench, name: string) => expect.poll(() => countIn(workbench, name))

/** Whatever was said until now has been heard, and answered if at all. */
async function settled(workbench: Workbench): Promise<void> {
  const frame = () => new Promise((done) => requestAnimationFrame(done))
  await pageOf(workbench, bad).locator('html').evaluate(frame)
  await workbench.sidebar.locator('html').evaluate(frame)
}

/** The board below is as it was, and answers. */
async function expectBoard(workbench: Workbench): Promise<void> {
  await tab(workbench, '侧边台').click()
  const row = workbench.row('回复陈列费到账时间').first()
  await expect(row).toBeVisible()
  await row.click()
  await expect(sheetOf(workbench)).toBeVisible()
}

// Both at once, since each of them takes its eight seconds.
for (const [first, second] of [
  ['silent', 'down'],
  ['x-frame-options', 'frame-ancestors'],
  ['redirect-to-login', 'slow-ready'],
] as const) {
  test(`a page that is ${first} or ${second} has not answered, and comes once it can`, async ({
    workbench,
    behave,
  }) => {
    await behave(first, 'member')
    await behave(second)
    await openPanel(workbench, who.seedContact)
    await tab(workbench, bad).click()
    for (const title of [bad, '会员']) {
      await tab(workbench, title).click()
      await expect(failureOf(workbench, title)).toBeVisible(late)
      await expect(frameOf(workbench, title)).toHaveCount(0)
    }
    await expect(failureOf(workbench, bad)).toBeHidden()
    await behave('ok', 'member')
    await workbench.sidebar.getByRole('button', { name: '重试' }).click()
    await expect(pageOf(workbench).getByRole('heading', { name: /^银卡/ })).toBeVisible()
    await expectBoard(workbench)
  })
}

test('what is asked for before the page is ready is not heard', async ({ workbench, behave }) => {
  await behave('early')
  await open(workbench)
  await counts(workbench, 'context').toBe(1)
  expect(await countIn(workbench, 'result \\w+')).toBe(0)
  await expect(sheetOf(workbench)).toHaveCount(0)
  await expect(tab(workbench, bad)).toHaveText(/^\s*坏页面\s*$/)
})

test('what is said in the page’s name by another, or in no version of ours, is not heard', async ({
  workbench,
  behave,
}) => {
  await behave('forged')
  await open(workbench)
  // Of what the nested page says to each window above it.
  await counts(workbench, 'from elsewhere').toBe(3)
  await settled(workbench)
  expect(await countIn(workbench, 'result \\w+')).toBe(0)
  await expect(sheetOf(workbench)).toHaveCount(0)
  await expect(tab(workbench, bad)).toHaveText(/^\s*坏页面\s*$/)
  await expect(workbench.draft).toHaveCount(0)
})

test('of a flood, twenty messages a second are heard, and the board answers', async ({ workbench, behave }) => {
  await behave('flood')
  await open(workbench)
  await counts(workbench, 'burst').toBeGreaterThan(100)
  const [bursts, results] = [await countIn(workbench, 'burst'), await countIn(workbench, 'result done')]
  expect(results).toBeLessThanOrEqual(20 * (Math.ceil(bursts / 50) + 2))
  await expectBoard(workbench)
})

test('what is too big is not heard', async ({ workbench, behave }) => {
  await behave('big')
  await open(workbench)
  await counts(workbench, 'sent').toBe(1)
  await settled(workbench)
  expect(await countIn(workbench, 'result \\w+')).toBe(0)
  await expect(sheetOf(workbench)).toHaveCount(0)
  await expect(tab(workbench, bad)).toHaveText(/^\s*坏页面\s*$/)
})

test('a page that goes elsewhere falls silent, and is said to', async ({ workbench, behave }) => {
  await behave('navigates')
  await open(workbench)
  await expect(tab(workbench, bad)).toHaveText(/3/)
  await expect(failureOf(workbench, bad)).toBeVisible(late)
  await expect(tab(workbench, bad)).not.toHaveText(/9/)
  await expectBoard(workbench)
})

test('a page reaches neither the sidebar’s document nor its address, and opens nothing', async ({
  workbench,
  behave,
  page,
  context,
}) => {
  const downloads: unknown[] = []
  page.on('download', (download) => downloads.push(download))
  await behave('top')
  await open(workbench)
  for (const name of ['open', 'alert', 'confirm', 'read top', 'read parent', 'cookie of parent', 'navigate top'])
    await counts(workbench, `${name} refused`).toBe(1)
  await counts(workbench, 'download tried').toBe(1)
  expect(context.pages()).toHaveLength(1)
  expect(downloads).toEqual([])
  expect(page.url()).toContain('/sandbox/')
  await expectBoard(workbench)
})

test('of ten things to place one is asked about, and nothing is placed by itself', async ({ workbench, behave }) => {
  await behave('place-many')
  await open(workbench)
  await counts(workbench, 'result too_fast').toBe(9)
  await expect(sheetOf(workbench)).toHaveCount(1)
  await expect(sheetOf(workbench)).toContainText('第 1 条')
  await expect(workbench.draft).toHaveCount(0)
})

test('of fifteen fresh tokens one is given', async ({ workbench, behave }) => {
  await behave('renew-many')
  await open(workbench)
  await counts(workbench, 'result too_fast').toBe(14)
  await counts(workbench, 'result done').toBe(1)
  expect(await countIn(workbench, 'context')).toBe(2)
})

test('a number on the tab is a whole one from 0 to 99', async ({ workbench, behave }) => {
  await behave('bad-badge')
  await open(workbench)
  await counts(workbench, 'sent').toBe(1)
  await expect(tab(workbench, bad)).toHaveText(/3/)
  await expect(tab(workbench, bad)).toHaveText(/^\s*坏页面\s*3\s*$/)
})
