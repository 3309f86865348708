import type { Page } from '@playwright/test'
import { expect, Workbench } from './workbench.ts'

/** Signs in as an administrator, as the client does, and opens the page in a tab. */
export async function openAdmin(page: Page, view = 'overview', user = 'wangfang'): Promise<void> {
  const workbench = new Workbench(page)
  await workbench.open({ user, chat: 'workbench' })
  await expect(workbench.sidebar.getByRole('heading', { level: 1 })).toBeVisible()
  await page.goto(`/admin#/${view}`)
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
}
