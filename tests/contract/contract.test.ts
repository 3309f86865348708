import { describe, expect, it } from 'vitest'
import { endpoints } from '#contract/endpoint'
import { errors } from '#contract/error'
import { ChatId, ExternalUserId, Instant, SourceKey } from '#contract/id'
import { Problem } from '#contract/problem'
import { ListQuery } from '#contract/work'

describe('the endpoint table', () => {
  it.each(Object.entries(endpoints))('%s has a schema for each of its path parameters', (call, endpoint) => {
    const named = [...call.matchAll(/:(\w+)/g)].map(([, name]) => name)
    const declared = 'params' in endpoint ? Object.keys(endpoint.params.shape) : []
    expect(declared.sort()).toEqual(named.sort())
  })
})

describe('error codes', () => {
  it.each(Object.entries(errors))('%s has a Chinese sentence and an error status', (_code, { status, title }) => {
    expect(title).toMatch(/^[\u4e00-\u9fa5，、]+$/)
    expect(status).toBeGreaterThanOrEqual(400)
  })

  it('are a closed list', () => {
    const problem = { type: 'urn:sidedesk:problem:x', title: '…', status: 500, requestId: '1' }
    expect(Problem.safeParse({ ...problem, code: 'internal' }).success).toBe(true)
    expect(Problem.safeParse({ ...problem, code: 'made_up' }).success).toBe(false)
  })
})

describe('ids', () => {
  it('take what WeCom and the vendors send', () => {
    expect(ExternalUserId.safeParse('wmEAlECwAAHrbWYDOK5u3Bf13xlYDAAA').success).toBe(true)
    expect(ChatId.safeParse('wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA').success).toBe(true)
    expect(SourceKey.safeParse('7269195022934925565').success).toBe(true)
    expect(SourceKey.safeParse('wxid_cdh8t1ajl8qm22').success).toBe(true)
  })

  it.each(['', 'wm', '../etc/passwd', 'wm/..', 'wm\u0000a', `wm${'a'.repeat(63)}`, '__proto__'])('refuse %j', (id) => {
    expect(ExternalUserId.safeParse(id).success).toBe(false)
    expect(ChatId.safeParse(id).success).toBe(false)
  })
})

describe('times', () => {
  it('carry an offset', () => {
    expect(Instant.safeParse('2024-08-18T00:00:00+08:00').success).toBe(true)
    expect(Instant.safeParse('2024-08-18T00:00:00').success).toBe(false)
  })
})

describe('the list query', () => {
  it('asks for the first fifty open rows by default', () => {
    expect(ListQuery.parse({})).toEqual({ status: 'open', limit: 50 })
  })

  it.each([
    { status: 'closed' },
    { limit: '0' },
    { limit: '201' },
    { limit: '1e9' },
    { mine: '2' },
    { cursor: 'a'.repeat(501) },
  ])('refuses %j', (query) => {
    expect(ListQuery.safeParse(query).success).toBe(false)
  })
})
