import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { describe, expect, it } from 'vitest'

const rooms = ['src', 'tests', 'docs', '.ci']
const isRead = /\.(?:ts|mts|mjs|js|vue|css|html|md|sh|yml)$/

const filesIn = (folder: string): string[] =>
  readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => posix.join(entry.parentPath, entry.name))

const rootFiles = readdirSync('.', { withFileTypes: true }).flatMap((entry) => (entry.isFile() ? [entry.name] : []))
/** The fixture belongs to a copy of the tree, this file names documents that do not exist, and packages are not ours. */
const isApart = (file: string) =>
  file.startsWith('tests/fixtures/fifth-source/') ||
  file === 'tests/contract/references.test.ts' ||
  file.includes('/node_modules/')
const read = [...rootFiles, ...rooms.flatMap(filesIn)].filter((file) => isRead.test(file) && !isApart(file))

/** The anchor that GitHub makes from a heading: lower case, spaces as hyphens, other punctuation left out. */
const anchorOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, '')
    .trim()
    .replaceAll(/\s/g, '-')

function anchorsIn(file: string): string[] {
  const headings = readFileSync(file, 'utf8').matchAll(/^#{1,6} (.+)$/gm)
  return [...headings].map(([, heading = '']) => anchorOf(heading))
}

interface Reference {
  path: string
  anchor: string | undefined
}

/** Every Markdown file that a text names, by path or by name alone. URLs are left out. */
function referencesIn(text: string): Reference[] {
  const ours = text.replaceAll(/https?:\/\/[^\s)'"`]+/g, '')
  const found = ours.matchAll(/(?<![\w/.])((?:[\w.-]+\/)*[\w.-]+\.md)\b(?:#([\p{L}\p{N}_-]+))?/gu)
  return [...found].map(([, path = '', anchor]) => ({ path, anchor }))
}

/** A path is relative to the root, to the file that names it, or to `docs`. */
function faultOf({ path, anchor }: Reference, from: string): string | null {
  const places = [path, join(posix.dirname(from), path), join('docs', path)]
  const file = places.find((place) => existsSync(place))
  if (file === undefined) return `${from}: there is no ${path}`
  return anchor === undefined || anchorsIn(file).includes(anchor) ? null : `${from}: ${path} has no heading #${anchor}`
}

const faultsIn = (from: string, text: string): string[] => referencesIn(text).flatMap((one) => faultOf(one, from) ?? [])

/** Documents that were never part of this repository. */
const strangers = ['upstreams.md', 'DESIGN', '[seed 0']

describe('a reference leads somewhere', () => {
  it('in every comment and document of the repository', () => {
    expect(read.flatMap((file) => faultsIn(file, readFileSync(file, 'utf8')))).toEqual([])
  })

  it('and names no paper that is not in it', () => {
    const naming = read.filter((file) => strangers.some((name) => readFileSync(file, 'utf8').includes(name)))
    expect(naming).toEqual([])
  })

  it('to a file that is there, by heading or by name', () => {
    const text = '[docs/vendors/wecom.md#callbacks], `README.md`, https://example.com/gone.md'
    expect(faultsIn('src/bff/README.md', text)).toEqual([])
  })

  it.each([
    ['docs/vendors/wecom.md#call-backs', 'src/bff/x.ts: docs/vendors/wecom.md has no heading #call-backs'],
    ['docs/vendors/nowhere.md#callbacks', 'src/bff/x.ts: there is no docs/vendors/nowhere.md'],
    ['wecom.md B6', 'src/bff/x.ts: there is no wecom.md'],
  ])('and not to %s', (text, fault) => expect(faultsIn('src/bff/x.ts', `/** [${text}] */`)).toEqual([fault]))
})
