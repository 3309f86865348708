import type { Boot } from '#contract/session'

const nothing: Boot = { build: 'dev', session: null, signature: null }

/** The boot data in the page. An empty element means that the page was not served by the BFF. */
export function readBoot(doc: Document): Boot {
  const text = doc.getElementById('boot')?.textContent.trim()
  if (!text) return nothing
  const boot: Boot = JSON.parse(text)
  return boot
}
