import type { AdminBoot } from '#contract/admin-boot'

/** The boot data in the page. An empty element means that the page was not served by the BFF. */
export function readBoot(doc: Document): AdminBoot | null {
  const text = doc.getElementById('boot')?.textContent.trim()
  if (!text) return null
  const boot: AdminBoot = JSON.parse(text)
  return boot
}
