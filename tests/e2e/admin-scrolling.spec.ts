import type { Locator, Page } from '@playwright/test'
import { openAdmin } from './open-admin.ts'
import { expect, test } from './workbench.ts'

// A recording looks at every row that is put in or taken out, which would be measured as well.
test.use({ trace: 'off' })

/** As many as the page is made for. */
const company = 10_000
/** Of a row, in pixels. */
const rowHeight = 48
/** In a frame: six thousand pixels a second, faster than a wheel that is turned without a stop. */
const stepPixels = 96
const frames = 45

interface People {
  items: { cells: object[] }[]
  counts: Record<string, number>
}

/** The sandbox's people again and again, each time by other names, until there are ten thousand. */
async function enlargeCompany(page: Page): Promise<void> {
  let sample: People | null = null
  await page.route(/\/api\/admin\/people\?/, async (route) => {
    sample ??= (await (await route.fetch()).json()) as People
    const { items, counts } = sample
    const query = new URL(route.request().url()).searchParams
    const from = Number(query.get('cursor') ?? 0)
    const end = Math.min(company, from + Number(query.get('limit')))
    const people = Array.from({ length: end - from }, (_, index) => {
      const number = from + index
      return { ...items[number % items.length], userid: `p${number}`, name: `第 ${number} 人` }
    })
    const next = end < company ? String(end) : null
    await route.fulfill({ json: { ...sample, items: people, next, counts: { ...counts, all: company } } })
  })
}

async function openPeople(page: Page): Promise<Locator> {
  await enlargeCompany(page)
  await openAdmin(page, 'people')
  const table = page.getByRole('grid', { name: '公司的人' })
  await expect(table.getByText('第 0 人', { exact: true })).toBeVisible()
  return table
}

/** Has every page read, as whoever drags the bar down does. */
const scrollToLast = (table: Locator) =>
  table.evaluate(async (box, height) => {
    while (box.scrollTop + box.clientHeight < height) {
      box.scrollTop = box.scrollHeight
      await new Promise(requestAnimationFrame)
    }
  }, company * rowHeight)

/** Those rows that pass in a scrolling, which nothing draws or takes away, in a box of the same size above the table. */
const plainListOf = (table: Locator) =>
  table.evaluate(
    (box, count) => {
      const [row] = box.querySelectorAll('.is-row')
      const plain = document.createElement('div')
      plain.className = 'rows'
      plain.dataset['testid'] = 'plain'
      const { left, top, width, height } = box.getBoundingClientRect()
      Object.assign(plain.style, { position: 'fixed', left: `${left}px`, top: `${top}px` })
      Object.assign(plain.style, { width: `${width}px`, height: `${height}px` })
      for (let index = 0; index < count; index += 1) {
        const copy = row?.cloneNode(true)
        if (copy instanceof HTMLElement) {
          Object.assign(copy.style, { position: 'relative', transform: 'none' })
          plain.append(copy)
        }
      }
      document.body.append(plain)
    },
    Math.ceil((frames * stepPixels) / rowHeight) + 40,
  )

interface Pace {
  /** Nine of ten frames came after less, in milliseconds. */
  gapMs: number
  longTasks: number
  /** Frames that showed a place without a row. */
  blank: number
}

/** Scrolls down from the top by so much in each frame. */
const scroll = (box: Locator, step: number, frames: number) =>
  box.evaluate(
    async (box, { step, frames }): Promise<Pace> => {
      const frame = (): Promise<number> => new Promise(requestAnimationFrame)
      const isBlank = (): boolean => {
        const { top, bottom } = box.getBoundingClientRect()
        const rows = [...box.querySelectorAll('.is-row')].map((row) => row.getBoundingClientRect())
        const covered = rows.map((row) => Math.min(bottom, row.bottom) - Math.max(top, row.top))
        return covered.reduce((sum, pixels) => sum + Math.max(0, pixels), 0) < bottom - top - 1
      }
      box.scrollTop = 0
      await frame()
      const watcher = new PerformanceObserver(() => undefined)
      watcher.observe({ entryTypes: ['longtask'] })
      const gaps: number[] = []
      let blank = 0
      let last = await frame()
      for (let index = 0; index < frames; index += 1) {
        box.scrollTop += step
        const now = await frame()
        gaps.push(now - last)
        last = now
        blank += Number(box.scrollTop > step && isBlank())
      }
      const longTasks = watcher.takeRecords().length
      watcher.disconnect()
      return { gapMs: gaps.toSorted((a, b) => a - b)[Math.floor(frames * 0.9)] ?? 0, longTasks, blank }
    },
    { step, frames },
  )

test('ten thousand people scroll as smoothly as a plain list', async ({ page }) => {
  const table = await openPeople(page)
  await scrollToLast(table)
  await expect(table.getByText(`第 ${company - 1} 人`, { exact: true })).toBeVisible()
  await plainListOf(table)
  // What else the machine does can spoil a round, and cannot improve one.
  let ratio = Infinity
  let longTasks = Infinity
  for (let round = 0; round < 3 && (ratio > 1.5 || longTasks > 0); round += 1) {
    const plain = await scroll(page.getByTestId('plain'), stepPixels, frames)
    const ours = await scroll(table, stepPixels, frames)
    expect(ours.blank).toBe(0)
    ratio = Math.min(ratio, ours.gapMs / plain.gapMs)
    longTasks = Math.min(longTasks, ours.longTasks)
  }
  expect(ratio).toBeLessThanOrEqual(1.5)
  expect(longTasks).toBe(0)
  // As the bar is dragged: several windows in each frame.
  expect((await scroll(table, 4000, 12)).blank).toBe(0)
})

/** Where the first row that is seen lies, and whose it is. */
const firstSeen = (table: Locator) =>
  table.evaluate((box) => {
    const top = box.getBoundingClientRect().top + 36
    const row = [...box.querySelectorAll('.is-row')]
      .map((each) => ({ name: each.textContent, top: each.getBoundingClientRect().top }))
      .toSorted((a, b) => a.top - b.top)
      .find((each) => each.top >= top)
    return row
  })

test('rows keep their place when others are read, and the chosen one stays in sight', async ({ page }) => {
  const table = await openPeople(page)
  const next = page.waitForResponse(/cursor=200/)
  await table.evaluate(async (box, top) => {
    box.scrollTop = top
    await new Promise(requestAnimationFrame)
  }, 185 * rowHeight)
  const before = await firstSeen(table)
  await next
  await expect.poll(() => table.evaluate((box) => box.scrollHeight)).toBeGreaterThan(300 * rowHeight)
  expect(await firstSeen(table)).toEqual(before)

  await table.focus()
  await page.keyboard.press('Home')
  const hidden = await watchChosen(table)
  // As fast as the browser takes them: nobody's key repeats as quickly.
  await Promise.all(Array.from({ length: 300 }, () => page.keyboard.press('ArrowDown')))
  await expect(table.getByRole('row', { selected: true })).toContainText('第 300 人')
  expect(await hidden()).toBe(0)
  await page.keyboard.press('End')
  await expect(table.getByRole('row', { selected: true })).toContainText(/第 (399|599) 人/)
  await page.keyboard.press('Home')
  await expect(table.getByRole('row', { selected: true })).toContainText('第 0 人')
  expect(await hidden()).toBe(0)
})

/** From now on: in how many frames the chosen row was not wholly seen. */
async function watchChosen(table: Locator): Promise<() => Promise<number>> {
  const watched = await table.evaluateHandle((box) => {
    const found = { hidden: 0 }
    const look = (): void => {
      const head = box.querySelector('.is-head')?.getBoundingClientRect()
      const row = box.querySelector('.is-row[aria-selected=true]')?.getBoundingClientRect()
      const isSeen = row && head && row.top >= head.bottom - 1 && row.bottom <= box.getBoundingClientRect().bottom + 1
      found.hidden += Number(!isSeen)
      requestAnimationFrame(look)
    }
    requestAnimationFrame(look)
    return found
  })
  return () => watched.evaluate(({ hidden }) => hidden)
}
