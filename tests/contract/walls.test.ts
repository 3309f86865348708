import { spawnSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'

const broken: [folder: string, line: string][] = [
  ['src/contract', `import { x } from 'vue'`],
  ['src/contract', `import { x } from '../bff/clock.ts'`],
  ['src/app', `import { x } from '../bff/clock.ts'`],
  ['src/app', `import { x } from '../sandbox/vendors/vendor.ts'`],
  ['src/app', `import { x } from 'zod'`],
  ['src/app/board', `import { x } from '#contract/work'`],
  ['src/bff', `import { x } from '../app/api/call.ts'`],
  ['src/bff', `import { x } from '../sandbox/vendors/vendor.ts'`],
  ['src/bff/sources/youmi', `import { x } from '../waiqin/index.ts'`],
  ['src/bff/sources/waiqin', `import { x } from '../tanma/index.ts'`],
  ['src/bff/sources/tanma', `import { x } from '../youmi/index.ts'`],
  ['src/sandbox', `import { x } from '../bff/clock.ts'`],
  ['src/sandbox', `import { x } from '#contract/work'`],
  ['src/sandbox/vendors/youmi', `import { x } from '../../../app/api/call.ts'`],
]

const whole: [folder: string, line: string][] = [
  ['src/contract', `import { x } from '#contract/id'`],
  ['src/app', `import { x } from '#contract/error'`],
  ['src/app', `import type { x } from '#contract/work'`],
  ['src/bff', `import { x } from '#contract/work'`],
]

const probes = [...broken, ...whole].map(([folder, line], index) => ({
  folder,
  line,
  file: `${folder}/probe-${index}.ts`,
}))
const nameOf = (folder: string, line: string) =>
  probes.find((probe) => probe.folder === folder && probe.line === line)?.file

describe('the walls between the rooms', () => {
  const copy = mkdtempSync(join(tmpdir(), 'walls-'))
  let report = ''

  beforeAll(() => {
    cpSync('.oxlintrc.json', join(copy, '.oxlintrc.json'))
    for (const { folder, line, file } of probes) {
      mkdirSync(join(copy, folder), { recursive: true })
      writeFileSync(join(copy, file), `${line}\nexport const y = x\n`)
    }
    report = spawnSync(resolve('node_modules/.bin/oxlint'), ['--format=unix'], { cwd: copy, encoding: 'utf8' }).stdout
  })
  afterAll(() => rmSync(copy, { recursive: true }))

  const complaint = (folder: string, line: string) =>
    report.split('\n').find((row) => row.includes(nameOf(folder, line) ?? '?') && row.includes('no-restricted-imports'))

  it.each(broken)('%s may not hold: %s', (folder, line) => expect(complaint(folder, line)).toBeDefined())
  it.each(whole)('%s may hold: %s', (folder, line) => expect(complaint(folder, line)).toBeUndefined())
})
