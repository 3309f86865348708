import { readdirSync, readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../', import.meta.url))

interface Found {
  file: string
  literal: string
}

/** These only read the operator's own text, once at the start. */
const ofOperators = /^src\/bff\/(config\/\w+|upstream\/(policy|variables)|wecom\/config|sources\/\w+\/config)\.ts$/

function regexesOf(file: string): Found[] {
  const source = ts.createSourceFile(file, readFileSync(root + file, 'utf8'), ts.ScriptTarget.Latest)
  const found: Found[] = []
  const visit = (node: ts.Node): void => {
    if (ts.isRegularExpressionLiteral(node)) found.push({ file, literal: node.getText(source) })
    ts.forEachChild(node, visit)
  }
  visit(source)
  return found
}

const filesOf = (room: string) =>
  readdirSync(root + room, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => `${room}/${name}`)
const files = [...filesOf('src/contract'), ...filesOf('src/bff')].filter((file) => !ofOperators.test(file))
const regexes = files.flatMap(regexesOf)

/** Texts to repeat: single characters and pieces of the pattern itself. */
function pumpsOf(literal: string): string[] {
  const plain = literal.replaceAll(/\\[dDwWsSbB]|[\\^$()[\]{}?*+|]/g, '')
  const pieces = [1, 2, 3, 5].flatMap((size) => [0, 1, 3].map((at) => plain.slice(at, at + size)))
  const characters = [
    'a',
    '0',
    ' ',
    '\n',
    '-',
    '_',
    '.',
    ',',
    ';',
    ':',
    '"',
    '\\',
    '"\\',
    '/',
    '<',
    '<!--',
    '&',
    '&#',
    '%',
    '=',
    '0=',
    'w',
    'wm',
    '+',
    '中',
  ]
  return [...new Set([...characters, ...pieces])].filter(Boolean)
}

const size = 6000
const deadlineMs = 2000

/** One for all: making a context takes longer than most of the matches. */
const context = createContext({ texts: [] })

/**
 * Milliseconds of the processor for hostile texts: on a busy machine the clock says nothing. The matches are not collected: a
 * large array would make the collector go through all that other tests have left.
 */
function run(literal: string, ...texts: string[]): number {
  context['texts'] = texts
  // An empty match does not move on by itself.
  const code = `for (const text of texts) {
      const pattern = ${literal}; let at = -1
      while (pattern.test(text) && pattern.global) at = pattern.lastIndex = Math.max(pattern.lastIndex, at + 1)
    }`
  const began = process.cpuUsage()
  runInContext(code, context, { timeout: deadlineMs })
  const { user, system } = process.cpuUsage(began)
  return (user + system) / 1000
}

/** Shorter times are noise. Four times the text must not take sixteen times as long. */
const noiseMs = 15
const ratio = 9

/** Whether all these texts together take no longer than one may. */
function isQuick(literal: string, texts: readonly string[]): boolean {
  try {
    return run(literal, ...texts) < noiseMs
  } catch {
    return false
  }
}

const best = (literal: string, text: string) => Math.min(...[1, 2, 3].map(() => run(literal, text)))

describe('a hostile text keeps no pattern busy', () => {
  it.each(regexes)('$file $literal', ({ literal }) => {
    const attacks = pumpsOf(literal).flatMap((pump) => ['\u0001', ''].map((end) => ({ pump, end })))
    const textOf = ({ pump, end }: (typeof attacks)[number], length: number) =>
      pump.repeat(Math.ceil(length / pump.length)) + end
    const longOf = (attack: (typeof attacks)[number]) => textOf(attack, size * 4)
    // All at once first: most patterns are through before the least of the single times that count.
    if (isQuick(literal, attacks.map(longOf))) return
    for (const attack of attacks) {
      const long = longOf(attack)
      if (run(literal, long) < noiseMs) continue
      const short = textOf(attack, size)
      expect(best(literal, long) / best(literal, short), JSON.stringify(attack.pump)).toBeLessThan(ratio)
    }
  })

  it('and every pattern of contract and BFF is among them', () => {
    expect(regexes.length).toBeGreaterThan(50)
  })

  it('and one that is bad would be found', () => {
    expect(() => run('/^(?:a+)+$/', `${'a'.repeat(size)}!`)).toThrow(/timed out/)
  })
})
