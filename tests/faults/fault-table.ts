import type { Reporter, TestModule } from 'vitest/node'
import { inapplicable } from './matrix.ts'

const words = { passed: 'held', failed: 'BROKEN', skipped: 'not tried', pending: 'not tried' } as const
const wide = 28
const narrow = 11

type Line = Map<string, string>

const sourceOf = ({ relativeModuleId }: TestModule) => /tests\/faults\/(\w+)\.test\.ts$/.exec(relativeModuleId)?.[1]
function tableOf(modules: readonly TestModule[]): Map<string, Line> {
  const table = new Map<string, Line>()
  for (const module of modules) {
    const source = sourceOf(module)
    if (source === undefined) continue
    for (const test of module.children.allTests()) {
      const [trouble = '', reason] = test.name.split(inapplicable)
      const line = table.get(trouble) ?? new Map<string, string>()
      table.set(trouble, line.set(source, reason === undefined ? words[test.result().state] : 'n/a'))
    }
  }
  return table
}

const write = (first: string, cells: readonly string[]) =>
  `${first.padEnd(wide)}${cells.map((cell) => cell.padEnd(narrow)).join('')}\n`

/** Prints the matrix after a run: which source passed in which trouble. */
export default class FaultTable implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const table = tableOf(modules)
    if (table.size === 0) return
    const lines = [...table.values()]
    const sources = [...new Set(lines.flatMap((line) => [...line.keys()]))]
    const rows = [...table].map(([trouble, line]) =>
      write(
        trouble,
        sources.map((source) => line.get(source) ?? ''),
      ),
    )
    const cells = lines.flatMap((line) => Array.from(line.values()))
    const count = (word: string) => cells.filter((cell) => cell === word).length
    const [held, broken] = [count('held'), count('BROKEN')]
    const sum = `${held + broken} cells tried, ${held} held, ${count('n/a')} n/a`
    process.stdout.write(`\n${write('', sources)}${rows.join('')}\n${sum}\n`)
  }
}
