import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { brotliDecompressSync, gunzipSync, gzipSync } from 'node:zlib'
import Fastify from 'fastify'
import { describe, expect, it } from 'vitest'
import { readHtml, registerFiles } from '../../src/bff/page/files.ts'
import { bundleBar, measureBundle } from './bundle.ts'

/** The administrators' page is opened at a desk, and seldom. */
const adminGzipBytes = 100_000

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

/** The scripts that a page may load, now or later, by their names. */
function filesFrom(page: string): Map<string, string> {
  const met = new Map<string, string>()
  const follow = (text: string): void => {
    for (const [, name = ''] of text.matchAll(/([\w-]+-[\w-]{8}\.js)/g)) {
      if (met.has(name)) continue
      met.set(name, readFileSync(`dist/app/assets/${name}`, 'utf8'))
      follow(met.get(name) ?? '')
    }
  }
  follow(readFileSync(`dist/app/${page}`, 'utf8'))
  return met
}

async function createFiles() {
  const app = Fastify()
  await registerFiles(app, { appDir: 'dist/app', verifyFile: null })
  return app
}

describe('the production build', () => {
  it('brings the first board within its budget', () => {
    const { gzipBytes, requests } = measureBundle('dist/app')
    expect(requests).toBeGreaterThan(0)
    expect(requests).toBeLessThanOrEqual(bundleBar.requests)
    expect(gzipBytes).toBeLessThanOrEqual(bundleBar.gzipBytes)
  })

  it('has its first functions compiled while it arrives', () => {
    const scripts = measureBundle('dist/app').files.filter(({ file }) => file.endsWith('.js'))
    expect(scripts.length).toBeGreaterThan(1)
    for (const { file } of scripts)
      expect(readFileSync(`dist/app${file}`, 'utf8')).toMatch(/^\/\/# allFunctionsCalledOnLoad\n/)
  })

  it('is served as small as it gets, and kept for ever', async () => {
    const app = await createFiles()
    const { files } = measureBundle('dist/app')
    for (const { file } of files.filter(({ file }) => file.startsWith('/assets/'))) {
      const source = readFileSync(`dist/app${file}`)
      for (const [encoding, decompress] of Object.entries({ br: brotliDecompressSync, gzip: gunzipSync })) {
        const { headers, rawPayload } = await app.inject({ url: file, headers: { 'accept-encoding': encoding } })
        expect(headers['content-encoding']).toBe(encoding)
        expect(headers['content-type']).toMatch(file.endsWith('.js') ? /javascript/ : /css/)
        expect(headers['cache-control']).toBe('public, max-age=31536000, immutable')
        expect(headers['vary']).toBe('Accept-Encoding')
        expect(decompress(rawPayload).equals(source)).toBe(true)
      }
      const plain = await app.inject({ url: file, headers: { 'accept-encoding': 'identity' } })
      expect(plain.headers['content-encoding']).toBeUndefined()
      expect(plain.rawPayload.equals(source)).toBe(true)
    }
    await app.close()
  })

  it('has a page of its own beside 企客聊, which takes the query out of its address before anything else', () => {
    const html = readFileSync('dist/app/qikeliao.html', 'utf8')
    const [first = ''] = /<script.*?<\/script>|<link/s.exec(html) ?? []
    expect(first).toContain("history.replaceState(null, '', '/embed/qkl')")
    expect(html).not.toContain('企业微信')
    const own = [...html.matchAll(/\/assets\/[\w.-]+/g)].map(([file]) => file)
    const shared = new Set(measureBundle('dist/app').files.map(({ file }) => file))
    expect(own.filter((file) => file.endsWith('.js'))).toHaveLength(2)
    expect(own.filter((file) => shared.has(file) && file.endsWith('.js'))).toEqual([])
    for (const file of own) {
      expect(existsSync(`dist/app${file}.br`)).toBe(true)
      expect(readFileSync(`dist/app${file}`, 'utf8')).not.toMatch(/agentConfig|WeixinJSBridge|AxiosError/)
    }
  })

  it('has an administrators’ page of its own, of which the others carry nothing', () => {
    const html = readFileSync('dist/app/admin.html', 'utf8')
    const own = [...html.matchAll(/\/assets\/[\w.-]+/g)].map(([file]) => file)
    const scripts = own.filter((file) => file.endsWith('.js'))
    const others = ['index.html', 'qikeliao.html'].map((name) => readFileSync(`dist/app/${name}`, 'utf8'))
    expect(scripts).toHaveLength(1)
    expect(scripts.filter((file) => others.some((other) => other.includes(file)))).toEqual([])
    const bytes = own.reduce((sum, file) => sum + gzipSync(readFileSync(`dist/app${file}`), { level: 9 }).length, 0)
    expect(bytes).toBeLessThanOrEqual(adminGzipBytes)
    const assets = filesOf('dist/app/assets').filter(({ name }) => name.endsWith('.js') && !html.includes(name))
    for (const { parentPath, name } of assets)
      expect(readFileSync(`${parentPath}/${name}`, 'utf8')).not.toMatch(/\/api\/admin\/|没人认领的/)
  })

  it('has one guard in all its pages, which the policy allows by one hash', () => {
    const guardOf = (name: string) => readHtml('dist/app', name).scriptHashes.at(-1)
    expect(guardOf('admin.html')).toBe(guardOf('index.html'))
  })

  it('has beside 企客聊 nothing that changes anything, or finds other customers', () => {
    const texts = [...filesFrom('qikeliao.html').values()]
    expect(texts.join('')).toContain('/api/contacts/:externalUserId/orders/:orderId')
    const changing = /link-candidates|\/links\/:|\/connections\/|\/placements|\/panels\/|(?:POST|PUT|DELETE) \/api/g
    expect(texts.flatMap((text) => text.match(changing) ?? [])).toEqual([])
  })

  it('brings no icon font', () => {
    expect(filesOf('dist/app').filter(({ name }) => /\.(woff2?|ttf|eot)$/.test(name))).toEqual([])
  })

  it('holds no byte of the sandbox', () => {
    expect(existsSync('dist/app/sandbox')).toBe(false)
    const all = ['dist/app', 'dist/bff'].flatMap((folder) =>
      filesOf(folder).map(({ parentPath, name }) => readFileSync(`${parentPath}/${name}`, 'utf8')),
    )
    for (const word of ['/sandbox/', 'mengxiangyu', '模拟器', 'sandboxWaiqinKey']) {
      expect(all.filter((text) => text.includes(word))).toHaveLength(0)
    }
  })
})
