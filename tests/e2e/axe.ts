import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Frame } from '@playwright/test'

const script = createRequire(import.meta.url).resolve('axe-core/axe.min.js')

interface Finding {
  id: string
  impact: string
  nodes: { html: string; target: unknown[] }[]
}

/** What axe finds in this page. It knows what pages are framed in it, but their own faults are not counted. */
export async function findingsIn(frame: Frame): Promise<string[]> {
  const source = await readFile(script, 'utf8')
  // The pages' CSP forbids other scripts, so the debugger evaluates this one.
  for (const each of [frame, ...frame.childFrames()]) await each.evaluate(source)
  const found = await frame.evaluate(async () => {
    const { violations } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: unknown }> } }
    ).axe.run()
    return violations as Finding[]
  })
  return found.flatMap(({ id, impact, nodes }) => {
    const own = nodes.filter(({ target }) => target.length === 1)
    return own.length > 0 ? [`${id} (${impact}, ${own.length}): ${own[0]?.html}`] : []
  })
}
