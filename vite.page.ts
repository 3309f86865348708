import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import type { Plugin } from 'vite'

const guardTag = '<script src="/src/app/guard.js"></script>'
/** Below this a smaller file saves no packet. */
const worthBytes = 1024

/**
 * Puts the guard into the HTML itself: no bad network parts the two, and no request stands before the app. The BFF's
 * policy allows it by its hash. @throws when index.html asks for no guard
 */
export function inlineGuard(file: string): Plugin {
  return {
    name: 'inline-guard',
    apply: 'build',
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const [before, after] = html.split(guardTag)
        if (before === undefined || after === undefined) throw new Error('index.html asks for no guard')
        return `${before}<script>\n${readFileSync(file, 'utf8')}</script>${after}`
      },
    },
  }
}

/**
 * Names in the HTML what the entry will import a moment later, so that it comes with the entry and not after it.
 * @throws when the entry imports nothing
 */
export function preloadPage(): Plugin {
  return {
    name: 'preload-page',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, { bundle = {}, chunk }) {
        const page = bundle[chunk?.dynamicImports[0] ?? '']
        if (page?.type !== 'chunk') throw new Error('the entry imports no page')
        const styles = [...(page.viteMetadata?.importedCss ?? [])]
        const link = (attrs: Record<string, string>) => ({
          tag: 'link',
          attrs: { ...attrs, crossorigin: true },
          injectTo: 'head' as const,
        })
        return [
          link({ rel: 'modulepreload', href: `/${page.fileName}` }),
          ...styles.map((file) => link({ rel: 'stylesheet', href: `/${file}` })),
        ]
      },
    },
  }
}

const brotli = (source: Buffer) =>
  brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } })

/** Puts every script and style down compressed as well, as small as it gets: the server only has to choose. */
export function precompress(): Plugin {
  return {
    name: 'precompress',
    apply: 'build',
    writeBundle({ dir = '' }, bundle) {
      for (const name of Object.keys(bundle).filter((file) => /\.(js|css)$/.test(file))) {
        const source = readFileSync(join(dir, name))
        if (source.length < worthBytes) continue
        writeFileSync(join(dir, `${name}.br`), brotli(source))
        writeFileSync(join(dir, `${name}.gz`), gzipSync(source, { level: constants.Z_BEST_COMPRESSION }))
      }
    },
  }
}
