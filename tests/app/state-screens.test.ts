import { describe, expect, test } from 'vitest'
import { errors, type ErrorCode } from '#contract/error'
import { ProblemError } from '../../src/app/api/problem-error.ts'
import { explain } from '../../src/app/failures/explain.ts'
import { hostScreens } from '../../src/app/failures/host-screens.ts'
import { HostError, type HostCode } from '../../src/app/host/host-error.ts'
import { clausesOf } from '../../src/app/ui/clauses.ts'

const fits = { title: 13, sentence: 17 }

/** The lines of a clause as a browser breaks them: anywhere between characters, but no line begins with 。 or ends with 「. */
function linesOf(text: string, width: number): string[] {
  const lines: string[] = []
  let line = ''
  let used = 0
  for (const sign of text) {
    const own = sign > '\u2000' ? 1 : 0.6
    if (used + own > width && !'，。；：」）'.includes(sign)) {
      const carried = /[「（]$/.exec(line)?.[0] ?? ''
      lines.push(line.slice(0, line.length - carried.length))
      line = carried
      used = carried.length
    }
    line += sign
    used += own
  }
  return [...lines, line]
}

const failures = [
  ...(Object.keys(hostScreens) as HostCode[]).map((code) => new HostError(code)),
  ...[...(Object.keys(errors) as ErrorCode[]), 'offline' as const, 'no_answer' as const, 'unreadable' as const].map(
    (code) => new ProblemError(code, { source: 'waiqin', requestId: 'req-1' }),
  ),
]

describe('the words of a state screen at 300 px', () => {
  test.each(failures.map((error) => [explain(error).code, explain(error)] as const))(
    'leave no line of one or two characters for %s',
    (_code, { title, sentence }) => {
      const lines = [
        ...clausesOf(title, fits.title).flatMap(({ text, width = fits.title }) => linesOf(text, width)),
        ...clausesOf(sentence, fits.sentence).flatMap(({ text, width = fits.sentence }) => linesOf(text, width)),
      ]
      for (const line of lines) expect(line.replaceAll(/[，。；：]/g, '').length, line).toBeGreaterThan(2)
    },
  )

  test('keep a clause whole where it fits, and halve a longer one', () => {
    expect(clausesOf('请稍等一会儿再试。仍不行，把编号告诉管理员。', 17)).toEqual([
      { text: '请稍等一会儿再试。' },
      { text: '仍不行，' },
      { text: '把编号告诉管理员。' },
    ])
    expect(clausesOf('请让管理员在「客户联系 → 使用范围」里加上你。', 17)).toEqual([
      { text: '请让管理员在「客户联系 → 使用范围」里加上你。', width: 13 },
    ])
  })
})

describe('what whoever helps is told', () => {
  test('names the request where there was one', () => {
    expect(explain(new ProblemError('upstream_timeout', { requestId: 'req-1' })).number).toBe(
      'upstream_timeout · req-1',
    )
  })

  test('names the client and the time where no request came through', () => {
    expect(explain(new HostError('sdk_timeout', 'getContext')).number).toMatch(
      /^sdk_timeout · getContext · (wxwork\S+ · )?\d+月\d+日 \d\d:\d\d$/,
    )
    expect(explain(new ProblemError('offline')).number).toMatch(/^offline · .*\d\d:\d\d$/)
  })
})
