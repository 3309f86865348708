import { expect, it } from 'vitest'
import { createProbe } from '../../../../src/bff/sources/waiqin/probe.ts'
import { fakeHttp } from '../../../support/fake-http.ts'
import { clockOf } from '../../../support/clock.ts'

const log = { info: () => undefined, warn: () => undefined }

function probeOf(rows: readonly object[]) {
  const http = fakeHttp(() => ({ return_code: '0', response_data: JSON.stringify(rows) }))
  const config = { apiUrl: 'http://waiqin.test', openid: '1', appKey: 'k', since: null }
  return createProbe({ config, http, clock: clockOf(() => Date.parse('2026-03-10T12:00:00+08:00')), log })
}

it.each(['queryTaskType', 'queryTask', 'queryCustomer'] as const)(
  'says that %s cannot be read where none of its rows can',
  async (verb) => {
    const signal = new AbortController().signal
    const strange = probeOf([{ other: 1 }, { other: 2 }])
    await expect(strange[verb](signal)).rejects.toMatchObject({ reason: 'unreadable' })
    await expect(probeOf([])[verb](signal)).resolves.toBeUndefined()
  },
)
