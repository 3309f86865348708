import assert from 'node:assert/strict'
import type { Vendor } from '../../../src/sandbox/vendors/vendor.ts'
import { vitalsOf } from '../vitals.ts'
import { call, type Fleet } from './fleet.ts'

const salespeople = ['mengxiangyu', 'linxiaomei', 'hejing']
const contactsEach = 5
/** How often each customer is opened, all within half a minute. */
const openingsEach = 4
const features = ['', '/todos', '/field-tasks', '/group-sops']

export interface Calls {
  instances: number
  openings: number
  gettoken: number
  ticket: number
  youmiToken: number
  /** Calls per opened sidebar. */
  wecom: number
  youmi: number
  waiqin: number
  tanma: number
  /** The most memory that an instance has used, including its mirrors. */
  peakMegabytes: number
}

const seenBy = ({ seen }: Vendor, name?: string) =>
  seen.filter(({ operation }) => name === undefined || operation === name).length

async function open({ front }: Fleet, contact: string, cookie: string): Promise<void> {
  const page = await call(front.url, '/', cookie)
  assert.match(await page.text(), /nonceStr/)
  const answers = await Promise.all(features.map((path) => call(front.url, `/api/contacts/${contact}${path}`, cookie)))
  for (const answer of answers) assert.equal(answer.status, 200)
}

/** Counts the calls to WeCom and the vendors while sidebars are opened at a fleet that has just started. */
export async function countCalls(fleet: Fleet): Promise<Calls> {
  const { simulators, instances } = fleet
  const { wecom, youmi, waiqin, tanma } = simulators.vendors
  const before = { waiqin: seenBy(waiqin), tanma: seenBy(tanma) }
  let openings = 0
  for (const userid of salespeople) {
    const cookie = await fleet.signIn(userid)
    const isMine = (one: (typeof simulators.world.contacts)[number]) =>
      !one.gone && one.follows.some((follow) => follow.userid === userid)
    const contacts = simulators.world.contacts.filter(isMine).slice(0, contactsEach)
    for (let time = 0; time < openingsEach; time += 1) {
      for (const { externalUserId } of contacts) await open(fleet, externalUserId, cookie)
      openings += contacts.length
    }
  }
  const [gettoken, ticket] = [seenBy(wecom, 'gettoken'), seenBy(wecom, 'ticket/get')]
  const youmiToken = seenBy(youmi, 'token')
  assert.deepEqual({ gettoken, ticket }, { gettoken: 1, ticket: 1 })
  return {
    instances: instances.length,
    openings,
    gettoken,
    ticket,
    youmiToken,
    wecom: seenBy(wecom) / openings,
    youmi: (seenBy(youmi) - youmiToken) / openings,
    waiqin: (seenBy(waiqin) - before.waiqin) / openings,
    tanma: (seenBy(tanma) - before.tanma) / openings,
    peakMegabytes: Math.max(...instances.map(({ pid }) => vitalsOf(pid).peakMegabytes)),
  }
}
