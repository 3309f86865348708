import type { Boot } from '#contract/session'

const nothing: Boot = { build: 'dev', session: null, signature: null }

/** What the server wrote into the page. An empty marker means that no server of ours has served it. */
export function readBoot(doc: Document): Boot {
  const text = doc.getElementById('boot')?.textContent.trim()
  if (!text) return nothing
  const boot: Boot = JSON.parse(text)
  return boot
}
