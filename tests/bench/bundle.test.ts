import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { bundleBar, measureBundle } from './bundle.ts'

const filesOf = (folder: string) =>
  readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())

describe('the production build', () => {
  it('brings the first board within its budget', () => {
    const { gzipBytes, requests } = measureBundle('dist/app')
    expect(requests).toBeGreaterThan(0)
    expect(requests).toBeLessThanOrEqual(bundleBar.requests)
    expect(gzipBytes).toBeLessThanOrEqual(bundleBar.gzipBytes)
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
