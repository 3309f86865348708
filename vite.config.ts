import { readFileSync, writeFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { brotliCompressSync, constants, gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'
import { LongFirst } from './tests/support/long-first.ts'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

/** The oldest engines that current WeCom clients still bring (docs/vendors/wecom.md#the-browser-in-the-client). */
const target = ['chrome107', 'safari14']

const guardTag = '<script src="/src/app/guard.js"></script>'
/** Below this a smaller file saves no packet. */
const worthBytes = 1024

/**
 * Puts the guard, without its comments and indentation, into the HTML itself: no bad network parts the two, and no request stands before
 * the app. The BFF's policy allows it by its hash. @throws when the page asks for no guard
 */
function inlineGuard(file: string): Plugin {
  return {
    name: 'inline-guard',
    apply: 'build',
    transformIndexHtml: {
      order: 'pre',
      handler(html) {
        const [before, after] = html.split(guardTag)
        if (before === undefined || after === undefined) throw new Error('the page asks for no guard')
        const script = readFileSync(file, 'utf8').replaceAll(/^ *(\/\/.*\n)?/gm, '')
        return `${before}<script>\n${script}</script>${after}`
      },
    },
  }
}

/**
 * Names in the HTML what the entry will import a moment later, so that it comes with the entry and not after it.
 * @throws when the entry imports nothing
 */
function preloadPage(): Plugin {
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

const compileHint = '//# allFunctionsCalledOnLoad'

/**
 * Has engines that know this comment (Chromium from 136) compile the first board's functions while the file arrives, beside
 * the main thread; otherwise each waits for its first call, a quarter of the time that an opening takes on a phone.
 */
function compileAhead(): Plugin {
  return {
    name: 'compile-ahead',
    apply: 'build',
    generateBundle: {
      // The comment counts only before everything else.
      order: 'post',
      handler(_options, bundle) {
        for (const entry of Object.values(bundle)) {
          if (entry.type !== 'chunk' || !entry.isEntry) continue
          for (const file of [entry, bundle[entry.dynamicImports[0] ?? '']])
            if (file?.type === 'chunk') file.code = `${compileHint}\n${file.code}`
        }
      },
    },
  }
}

const brotli = (source: Buffer) =>
  brotliCompressSync(source, { params: { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY } })

/** Puts every script and style down compressed as well, as small as it gets: the server only has to choose. */
function precompress(): Plugin {
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

const qikeliaoHtml = 'qikeliao.html'
/** What index.html says of WeCom, and the page beside 企客聊 in its place. */
const qikeliaoWords: readonly [of: string, by: string][] = [
  ['<head>', "<head>\n    <script>\n      history.replaceState(null, '', '/embed/qkl')\n    </script>"],
  ['/src/app/main.ts', '/src/app/qikeliao.ts'],
  // A loader that runs ahead of that script still has the query.
  ['name="referrer" content="same-origin"', 'name="referrer" content="no-referrer"'],
  ['请在企业微信里打开', '请从企客聊里打开'],
  ['请升级企业微信', '请升级企客聊'],
]

/**
 * Makes of the same index.html the page beside 企客聊: another entry, a script at its very top that takes the query out of the
 * address before anything is loaded, and a file of its own. @throws when index.html has not what is to be changed
 */
function qikeliaoPage(): Plugin {
  return {
    name: 'qikeliao-page',
    apply: 'build',
    // After the guard has come in, which says what to upgrade.
    transformIndexHtml: {
      order: 'pre',
      handler: (html) =>
        qikeliaoWords.reduce((changed, [of, by]) => {
          if (!changed.includes(of)) throw new Error(`index.html has no ${of}`)
          return changed.replace(of, by)
        }, html),
    },
    generateBundle: {
      order: 'post',
      handler(_options, bundle) {
        const html = bundle['index.html']
        if (html?.type !== 'asset') throw new Error('the build has no index.html')
        delete bundle['index.html']
        this.emitFile({ type: 'asset', fileName: qikeliaoHtml, source: html.source })
      },
    },
  }
}

/** A server entry: bundled from our own files only, dependencies stay in node_modules. */
const server = (entries: Record<string, string>, outDir: string) => ({
  publicDir: false as const,
  build: { ssr: true, target: 'node20', outDir, emptyOutDir: false, rolldownOptions: { input: entries } },
})

const pagePlugins = () => [vue(), inlineGuard(here('src/app/guard.js')), preloadPage(), compileAhead(), precompress()]

/** The page in the WeCom sidebar, and from the same files the one beside 企客聊. */
const page = {
  // Neither we nor Vant's components use them.
  define: { __VUE_OPTIONS_API__: false },
  // Its many modules would need a helper that the bundler shares with the entry: one more request before the first board.
  resolve: { alias: { axios: here('node_modules/axios/dist/esm/axios.js') } },
  build: { target, cssTarget: target, outDir: 'dist/app', assetsInlineLimit: 0 },
}

const modes: Record<string, object> = {
  production: {
    ...page,
    plugins: pagePlugins(),
    build: { ...page.build, license: { fileName: 'third-party-notices.txt' } },
  },
  // Beside the other's files, none of which it changes: it has the same icon, and of the same packages fewer.
  qikeliao: {
    ...page,
    plugins: [...pagePlugins(), qikeliaoPage()],
    publicDir: false,
    build: { ...page.build, emptyOutDir: false },
  },
  // The administrators' page: beside the others as well, of which it changes no byte.
  admin: {
    ...page,
    root: here('src/app/admin'),
    plugins: [vue(), inlineGuard(here('src/app/guard.js')), precompress()],
    publicDir: false,
    build: {
      ...page.build,
      outDir: here('dist/app'),
      emptyOutDir: false,
      license: { fileName: 'third-party-notices-admin.txt' },
      rolldownOptions: { input: here('src/app/admin/admin.html') },
    },
  },
  bff: server(
    {
      main: here('src/bff/main.ts'),
      links: here('src/bff/commands/links.ts'),
      doctor: here('src/bff/commands/doctor.ts'),
      orders: here('src/bff/commands/orders.ts'),
    },
    'dist/bff',
  ),
  sandbox: server({ main: here('src/sandbox/main.ts') }, 'dist/sandbox'),
  workbench: {
    plugins: [vue()],
    root: here('src/sandbox/workbench'),
    base: '/sandbox/',
    publicDir: false,
    build: {
      outDir: here('dist/workbench'),
      emptyOutDir: true,
      rolldownOptions: {
        input: { main: here('src/sandbox/workbench/index.html'), bridge: here('src/sandbox/workbench/bridge.ts') },
        // The proxy writes the bridge's address into pages, so it has no hash.
        output: {
          entryFileNames: ({ name }: { name: string }) => (name === 'bridge' ? 'bridge.js' : 'assets/[name]-[hash].js'),
        },
      },
    },
  },
}

const api = {
  globalSetup: ['tests/support/fast-disk.ts', 'tests/support/build-bff.ts'],
  // Reading the BFF and the simulators anew for each file would take as long as a tenth of the tests.
  isolate: false,
  testTimeout: 30_000,
  hookTimeout: 60_000,
}

const hourMs = 3_600_000

/** Tests of CPU time. Whatever runs beside them takes the processor's caches from them, and with these half of its speed. */
const timed = ['bff/api/admin-large', 'bff/api/busy-person', 'bff/api/event-loop', 'security/regexes'].map(
  (name) => `tests/${name}.test.ts`,
)

export default defineConfig(({ mode }) => ({
  ...(modes[mode] ?? { plugins: [vue()] }),
  test: {
    // Half of a test is waiting. Vitest takes no share above the number of cores.
    maxWorkers: availableParallelism() * 2,
    // A busy machine takes many times as long as a quiet one.
    testTimeout: 15_000,
    sequence: { sequencer: LongFirst },
    reporters: ['default', './tests/faults/fault-table.ts'],
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['tests/{contract,sandbox}/**/*.test.ts', 'tests/bff/unit/**/*.test.ts'],
          // Reading the modules anew for each file would take longer than the tests.
          isolate: false,
        },
      },
      { extends: true, test: { name: 'app', environment: 'happy-dom', include: ['tests/app/**/*.test.ts'] } },
      {
        extends: true,
        test: {
          ...api,
          name: 'api',
          include: ['tests/{bff/api,conformance,bench,security,fuzz,durability}/**/*.test.ts'],
          exclude: timed,
        },
      },
      // A part of `.ci/run`, and none of `npm test`, of whose time it would be a third.
      { extends: true, test: { ...api, name: 'faults', include: ['tests/faults/**/*.test.ts'] } },
      // One of the suites of `npm run test:clock`.
      {
        extends: true,
        test: {
          ...api,
          name: 'clock',
          include: ['tests/bff/api/contact.test.ts'],
          env: { CLOCK_JUMP_MS: String(-8 * hourMs) },
        },
      },
      // One file at a time, after all others.
      { extends: true, test: { ...api, name: 'timed', include: timed, maxWorkers: 1, sequence: { groupOrder: 1 } } },
    ],
  },
}))
