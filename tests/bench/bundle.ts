import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'

/** DESIGN's bar for the first board. */
export const bundleBar = { gzipBytes: 100_000, requests: 3 }

export interface BundleFigures {
  files: { file: string; gzipBytes: number }[]
  gzipBytes: number
  requests: number
}

/** What the HTML asks for before the first board: scripts, preloaded modules and styles, gzip -9. */
export function measureBundle(appDir: string): BundleFigures {
  const html = readFileSync(join(appDir, 'index.html'), 'utf8')
  const tags = [...html.matchAll(/<(?:script|link)\b[^>]*?(?:src|href)="(\/[^"]+\.(?:js|css))"/g)]
  const files = [...new Set(tags.map(([, file]) => file ?? ''))].map((file) => ({
    file,
    gzipBytes: gzipSync(readFileSync(join(appDir, file)), { level: 9 }).length,
  }))
  return { files, gzipBytes: files.reduce((sum, { gzipBytes }) => sum + gzipBytes, 0), requests: files.length }
}
