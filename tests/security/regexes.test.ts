import { readdirSync, readFileSync } from 'node:fs'
import { createContext, runInContext } from 'node:vm'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { describe, expect, it } from 'vitest'
import { cpuMs } from '../support/machine-speed.ts'

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
const context = createContext({ texts: [], cpuMs })

/**
 * Milliseconds of the processor for each hostile text: on a busy machine the clock says nothing. The matches are not collected:
 * a large array would make the collector go through all that other tests have left.
 */
function run(literal: string, texts: readonly string[]): number[] {
  context['texts'] = texts
  // An empty match does not move on by itself. What is global in a context is slow to find, so it is found once.
  const code = `{ const { max } = Math; texts.map((text) => {
    const began = cpuMs()
    const pattern = ${literal}; let at = -1
    while (pattern.test(text) && pattern.global) at = pattern.lastIndex = max(pattern.lastIndex, at + 1)
    return cpuMs() - began
  }) }`
  return Array.from(runInContext(code, context, { timeout: deadlineMs }) as number[])
}

/** Shorter times are noise. Four times the text must not take sixteen times as long. */
const noiseMs = 15
const ratio = 9

/** How long one alone takes, which is stopped at the deadline. */
const alone = (literal: string, text: string): number => run(literal, [text])[0] ?? Number.NaN

const best = (literal: string, text: string) => Math.min(...[1, 2, 3].map(() => alone(literal, text)))

/** Those of the texts that take longer than noise; all of them where they do not come to an end together. */
function suspectsOf<Attack extends { long: string }>(literal: string, attacks: readonly Attack[]): readonly Attack[] {
  try {
    const times = run(
      literal,
      attacks.map(({ long }) => long),
    )
    return attacks.filter((_, index) => (times[index] ?? Infinity) >= noiseMs)
  } catch {
    return attacks
  }
}

describe('a hostile text keeps no pattern busy', () => {
  it.each(regexes)('$file $literal', ({ literal }) => {
    const attacks = pumpsOf(literal).flatMap((pump) =>
      ['\u0001', ''].map((end) => ({
        pump,
        long: pump.repeat(Math.ceil((size * 4) / pump.length)) + end,
        short: pump.repeat(Math.ceil(size / pump.length)) + end,
      })),
    )
    for (const { pump, long, short } of suspectsOf(literal, attacks)) {
      if (alone(literal, long) < noiseMs) continue
      expect(best(literal, long) / best(literal, short), JSON.stringify(pump)).toBeLessThan(ratio)
    }
  })

  it('and every pattern of contract and BFF is among them', () => {
    expect(regexes.length).toBeGreaterThan(50)
  })

  it('and one that is bad would be found', () => {
    expect(() => alone('/^(?:a+)+$/', `${'a'.repeat(size)}!`)).toThrow(/timed out/)
  })
})
