import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, extname, join, relative, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { allowed, refused, spellings } from './tried-imports.ts'

interface Complaint {
  readonly from: string
  readonly to: string
  readonly rule: { readonly name: string }
}

// In each folder one file imports and another is imported, so that no circle arises by accident.
const importing = (place: string) => (extname(place) ? place : `${place}/importing.ts`)
const imported = (place: string) => {
  if (place.startsWith('#contract/')) return `${place.replace('#', 'src/')}.ts`
  return place.startsWith('src/') && !extname(place) ? `${place}/imported.ts` : place
}
const pathTo = (from: string, to: string) =>
  to.startsWith('src/') ? relative(dirname(from), imported(to)).replace(/^(?!\.)/, './') : to

const spelt = spellings.map(([name, write], index) => {
  const file = `src/bff/sources/youmi/spelling-${index}.ts`
  return { name, file, line: write(pathTo(file, 'src/bff/sources/waiqin')) }
})
const pushes = 'src/bff/sources/yunzhong/pushes'
const notices = 'src/bff/sources/yunzhong/notices'

const lines: [file: string, line: string][] = [
  ...[...refused, ...allowed].map(([place, to]): [string, string] => {
    const file = importing(place)
    return [file, `import type { X } from '${pathTo(file, to)}'`]
  }),
  ...spelt.map(({ file, line }): [string, string] => [file, line]),
  ['src/app/board/value.ts', `import { x } from '#contract/todo'`],
  ['src/app/board/value.ts', `import { x } from '#contract/error'`],
  ['src/bff/mirror/one.ts', `import type { X } from './other.ts'`],
  ['src/bff/mirror/other.ts', `import type { X } from './one.ts'`],
  [`${pushes}/importing.ts`, `import type { X } from '../notices/imported.ts'`],
  [`${notices}/importing.ts`, `import type { X } from '../pushes/imported.ts'`],
  ['src/bff/mirror/lost.ts', `import { x } from './not-there.ts'`],
]
const targets = [...[...refused, ...allowed].map(([, to]) => to), pushes, notices, '#contract/todo', '#contract/error']

/** Makes a tree of only these imports, and checks it with the rules of `npm run lint`. */
function judge(root: string): Complaint[] {
  const write = (file: string, text: string) => {
    mkdirSync(dirname(join(root, file)), { recursive: true })
    writeFileSync(join(root, file), text, { flag: 'a' })
  }
  for (const file of ['.dependency-cruiser.mjs', 'package.json']) cpSync(file, join(root, file))
  symlinkSync(resolve('node_modules'), join(root, 'node_modules'))
  for (const file of new Set(targets.map(imported))) if (file.startsWith('src/')) write(file, 'export const x = 1\n')
  for (const [file, line] of lines) {
    write(file, extname(file) === '.vue' ? `<script setup lang="ts">\n${line}\n</script>\n` : `${line}\n`)
  }
  const { stdout } = spawnSync(
    resolve('node_modules/.bin/depcruise'),
    ['src', '--output-type', 'json', '--preserve-symlinks'],
    { cwd: root, encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  )
  return JSON.parse(stdout).summary.violations
}

describe('the walls between the rooms', () => {
  const root = mkdtempSync(join(tmpdir(), 'walls-'))
  let complaints: Complaint[] = []

  beforeAll(() => {
    complaints = judge(root)
  }, 60_000)
  afterAll(() => rmSync(root, { recursive: true }))

  const isSame = (to: string, wanted: string) =>
    to === wanted || `node:${to}` === wanted || to.includes(`node_modules/${wanted}/`)
  const broken = (from: string, to: string) =>
    complaints.filter((row) => row.from === from && isSame(row.to, to)).map(({ rule }) => rule.name)

  it.each(refused)('%s may not import %s', (from, to, rule) =>
    expect(broken(importing(from), imported(to))).toContain(rule),
  )
  it.each(allowed)('%s may import %s', (from, to) => expect(broken(importing(from), imported(to))).toEqual([]))

  it.each(spelt)('an import is one when it is $name', ({ file }) =>
    expect(broken(file, imported('src/bff/sources/waiqin'))).toContain('bff-sources-apart'),
  )

  it('the app takes values of the contract from its errors only', () => {
    expect(broken('src/app/board/value.ts', 'src/contract/todo.ts')).toEqual(['app-types-only'])
    expect(broken('src/app/board/value.ts', 'src/contract/error.ts')).toEqual([])
  })

  it('types alone make a circle', () => {
    expect(broken('src/bff/mirror/one.ts', 'src/bff/mirror/other.ts')).toEqual(['no-circle'])
    expect(broken(pushes, notices)).toEqual(['no-folder-circle'])
  })

  it('what is not found is no way around a wall', () => {
    expect(broken('src/bff/mirror/lost.ts', './not-there.ts')).toEqual(['no-unknown'])
  })

  it('each wall is tried where it is', () => {
    const places = [...refused, ...allowed]
      .flatMap(([from, to]) => [from, to])
      .filter((place) => place.startsWith('src'))
    expect(places.filter((place) => !/\/new-|Probe/.test(place) && !existsSync(place))).toEqual([])
  })
})

describe('the tree', () => {
  const filesIn = (folder: string) => readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isFile())

  it.each([
    ['src/bff', 12],
    ['src/app', 8],
  ])('%s has at most %i loose files', (folder, most) => expect(filesIn(folder).length).toBeLessThanOrEqual(most))

  it('no folder of the BFF holds one file alone', () => {
    const folders = readdirSync('src/bff', { withFileTypes: true, recursive: true })
      .filter((entry) => entry.isDirectory())
      .map((entry) => join(entry.parentPath, entry.name))
    expect(folders.filter((folder) => readdirSync(folder).length === 1 && filesIn(folder).length === 1)).toEqual([])
  })
})
