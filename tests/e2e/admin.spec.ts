import type { Browser, Page } from '@playwright/test'
import { findingsIn } from './axe.ts'
import { openAdmin } from './open-admin.ts'
import { expect, test, Workbench } from './workbench.ts'

/** What is read of a preview. */
interface Preview {
  typed: number | null
  counts: { added: number }
  rows: { kind: string; userid: string; source: string; to: string | null }[]
  faults: unknown[]
}

/** The company's own table of ids, as it lies on somebody's desk. */
async function choose(page: Page, query = ''): Promise<Preview> {
  const file = await page.request.get(`/sandbox/control/staff-table?${query}`)
  const name = query.includes('xlsx') ? '工号.xlsx' : '工号.csv'
  const answer = page.waitForResponse(/mappings\/preview$/)
  await page
    .getByLabel('要导入的文件')
    .setInputFiles({ name, mimeType: file.headers()['content-type'] ?? '', buffer: await file.body() })
  return (await answer).json()
}

/** Writes what is previewed. Where much would change, the number is typed first. */
async function write(page: Page, { typed }: Pick<Preview, 'typed'>): Promise<void> {
  const button = page.getByRole('button', { name: /^写入 \d+ 行$/ })
  if (typed !== null) {
    await expect(button).toHaveAttribute('aria-disabled', 'true')
    await page.getByLabel('要更改和移除的行数').fill(String(typed))
  }
  await button.click()
}

async function undoNewest(page: Page): Promise<void> {
  await page.getByRole('link', { name: '历史' }).click()
  await expect(page.getByText('撤销会怎样')).toBeVisible()
  await page.getByRole('button', { name: /^撤销 \d+ 行$/ }).click()
  await expect(page.getByText(/^撤销了 \d+ 行/).first()).toBeVisible()
}

/** Another administrator, in a browser of their own. */
async function another(browser: Browser, baseURL: string | undefined): Promise<Page> {
  const context = await browser.newContext(baseURL === undefined ? {} : { baseURL })
  const page = await context.newPage()
  await openAdmin(page, 'overview', 'liqiang')
  return page
}

test('whoever is missing is found from the overview, and a suggestion is taken and given back', async ({ page }) => {
  await openAdmin(page)
  await page.getByRole('link', { name: '去人员' }).first().click()
  await expect(page.getByRole('button', { name: /^没有 / })).toHaveAttribute('aria-pressed', 'true')
  await page.goto('/admin#/people?state=suggested')
  const take = page.getByRole('button', { name: /^认作 / }).first()
  const [, id = ''] = /^认作 (.+)$/.exec((await take.textContent())?.trim() ?? '') ?? []
  await expect(page.getByRole('list', { name: '理由' }).first()).toBeVisible()
  await page.getByRole('grid').focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('写入了 1 行').first()).toBeVisible()
  await expect(page.getByRole('row', { selected: true })).toContainText(id.slice(0, 8))
  await undoNewest(page)
})

test('a file with faults says them by line; mended it is written, and undone', async ({ page }) => {
  await openAdmin(page, 'import')
  const faulty = await choose(page)
  expect(faulty.faults.length).toBeGreaterThan(0)
  await expect(page.getByRole('row').nth(1)).toContainText('冲突')
  const saved = page.waitForEvent('download')
  await page.getByRole('button', { name: /^下载不写入的/ }).click()
  expect((await saved).suggestedFilename()).toBe('没有写入的行.csv')
  await page.getByRole('button', { name: '换一个文件' }).click()

  const mended = await choose(page, 'mended=1&format=xlsx')
  expect(mended.faults.length).toBeLessThan(faulty.faults.length)
  await write(page, mended)
  await expect(page.getByText(/^写入了 \d+ 行/).first()).toBeVisible()
  await undoNewest(page)
})

test('what another administrator changes meanwhile is not overwritten, and is said', async ({
  page,
  browser,
  baseURL,
}) => {
  await openAdmin(page, 'import')
  const seen = await choose(page, 'mended=1')
  const row = seen.rows.find(({ kind }) => kind === 'added')
  const other = await another(browser, baseURL)
  const status = await other.evaluate(
    async (rows) => {
      const post = (path: string, body: unknown) =>
        fetch(`/api/admin/mappings/${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify(body),
        })
      const { previewId } = await (await post('preview', { rows })).json()
      return (await post('apply', { previewId })).status
    },
    [{ userid: row?.userid, source: row?.source, sourceId: row?.to }],
  )
  expect(status).toBe(200)
  await write(page, seen)
  await expect(page.getByRole('alert')).toContainText('刚才有人改过了')
  const again = page.waitForResponse(/mappings\/preview$/)
  await page.getByRole('button', { name: '重新预览' }).click()
  const next: Preview = await (await again).json()
  expect(next.counts.added).toBe(seen.counts.added - 1)
  await expect(page.getByRole('button', { name: /^写入 \d+ 行$/ })).toBeVisible()
  await undoNewest(other)
  await other.context().close()
})

test('what the command has imported is in the history, and can be undone there', async ({ page }) => {
  await openAdmin(page, 'history')
  const batch = page.getByRole('row', { name: /命令行/ }).last()
  await expect(batch).toContainText('导入 sandbox-links.csv')
  await batch.click()
  await expect(page.getByRole('button', { name: /^撤销 \d+ 行$/ })).toBeVisible()
})

test('to whoever is no administrator there is no such page', async ({ page }) => {
  const workbench = new Workbench(page)
  await workbench.open({ user: 'linxiaomei', chat: 'workbench' })
  await expect(workbench.sidebar.getByRole('heading', { level: 1 })).toBeVisible()
  expect((await page.goto('/admin'))?.status()).toBe(404)
  await expect(page.getByRole('heading', { name: '没有找到这个页面' })).toBeVisible()
})

const views = ['overview', 'people', 'people?tab=nobody', 'import', 'history', 'contacts', 'checks']

for (const colorScheme of ['light', 'dark'] as const)
  test(`every view is accessible, ${colorScheme}, and fits every width`, async ({ page }) => {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width: 1024, height: 768 })
    await openAdmin(page)
    for (const view of views) {
      await page.goto(`/admin#/${view}`)
      await expect(page.getByText(/^正在/)).toHaveCount(0)
      for (const width of [1920, 1280, 1024]) {
        await page.setViewportSize({ width, height: 768 })
        expect(await page.evaluate(() => document.documentElement.scrollWidth), view).toBeLessThanOrEqual(width)
      }
      expect(await findingsIn(page.mainFrame()), view).toEqual([])
    }
    await page.goto('/admin#/import')
    await choose(page)
    await expect(page.getByRole('table', { name: '预览' })).toBeVisible()
    expect(await findingsIn(page.mainFrame()), 'preview').toEqual([])
    await page.goto('/admin#/people')
    await page.getByRole('button', { name: /^移除/ }).first().click()
    await expect(page.getByRole('dialog').getByRole('table')).toBeVisible()
    expect(await findingsIn(page.mainFrame()), 'dialog').toEqual([])
  })
