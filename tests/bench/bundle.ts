import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** Upper limits for the first board. */
export const bundleBar = { gzipBytes: 80_000, requests: 3 }

export interface BundleFigures {
  /** The HTML counts as well, because it contains a script. */
  files: { file: string; gzipBytes: number }[]
  gzipBytes: number
  requests: number
}

const gzipBytes = (data: Buffer) => gzipSync(data, { level: 9 }).length

/**
 * The gzipped size (-9) of the HTML and of what it loads before the first board: scripts, preloaded modules and styles.
 */
export function measureBundle(appDir: string): BundleFigures {
  const html = readFileSync(join(appDir, 'index.html'), 'utf8')
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="(\/[^"]+\.(?:js|css))"/g)]
  const asked = [...new Set(tags.map(([, file]) => file ?? ''))]
  const files = ['/index.html', ...asked].map((file) => ({
    file,
    gzipBytes: gzipBytes(readFileSync(join(appDir, file))),
  }))
  return { files, gzipBytes: files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0), requests: asked.length }
}
