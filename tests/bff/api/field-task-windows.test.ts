import { describe, expect, it } from 'vitest'
import { FieldTaskList } from '#contract/work'
import { clockOf } from '../../support/clock.ts'
import { startBff } from '../../support/start-bff.ts'
import { useWork } from '../../support/use-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const customer = '7269195022934925565'
const task = { customerId: customer, receiver: 'mengxiangyu' }
const minuteMs = 60_000
const hourMs = 60 * minuteMs
const dayMs = 24 * hourMs
const work = useWork()

/** The list after a pass, `ms` after what was before. */
async function listAfter(ms: number) {
  work.now += ms
  // A cookie of its own: days pass.
  const cookie = await work.bff.signIn('mengxiangyu')
  await work.bff.sync()
  const list = FieldTaskList.parse(
    (await work.bff.get(`/api/contacts/${contact}/field-tasks?status=all&limit=200`, cookie)).json(),
  )
  return { state: list.state, ids: list.items.map(({ id }) => id.replace('waiqin:', '')), items: list.items }
}

describe('the field tasks of a contact', () => {
  it('lose a new task that 勤策 has removed without a word, within the hour', async () => {
    const { waiqin } = work.simulators.vendors
    const added = waiqin.addFieldTask({ ...task, content: '送冰柜' })
    expect((await listAfter(minuteMs)).ids).toContain(added)
    waiqin.vanishFieldTask(added)
    expect((await listAfter(hourMs)).ids).not.toContain(added)
  })

  it('lose an old one within a day, and have it again when it comes back as it was', async () => {
    const { waiqin } = work.simulators.vendors
    const vanished = waiqin.vanishFieldTask('10001')
    expect((await listAfter(minuteMs)).ids).toContain('10001')
    expect((await listAfter(dayMs)).ids).not.toContain('10001')
    waiqin.restoreFieldTask(vanished)
    expect((await listAfter(dayMs)).ids).toContain('10001')
  })

  it('follow a change that left no time of change, within a day', async () => {
    work.simulators.vendors.waiqin.modifyQuietly('10001', { task_content: '改过了' })
    const { items } = await listAfter(dayMs)
    expect(items.find(({ id }) => id === 'waiqin:10001')?.title).toBe('改过了')
  })

  it('are stale while 勤策 tells too few, and stay; they are fresh when it tells them again', async () => {
    const { waiqin } = work.simulators.vendors
    const before = await listAfter(dayMs)
    const added = Array.from({ length: 25 }, (_, index) => waiqin.addFieldTask({ ...task, content: `第${index}件` }))
    const all = [...before.ids, ...added].sort()
    expect((await listAfter(minuteMs)).ids.sort()).toEqual(all)
    waiqin.setQuirks({ hidden: { from: 0, to: Number.MAX_SAFE_INTEGER } })
    const doubted = await listAfter(dayMs)
    expect([doubted.state, doubted.ids.sort()]).toEqual(['stale', all])
    waiqin.setQuirks({ hidden: null })
    const again = await listAfter(hourMs)
    expect([again.state, again.ids.sort()]).toEqual(['fresh', all])
  })
})

it('a window that was empty in the first sync is filled an hour later', async () => {
  const { waiqin } = work.simulators.vendors
  waiqin.setQuirks({ hidden: { from: 0, to: work.now - 60 * dayMs } })
  const bff = await startBff({
    environment: work.simulators.environment,
    wecomUrl: work.simulators.vendors.wecom.url,
    clock: clockOf(() => work.now),
  })
  const sizeAfter = async (ms: number) => {
    work.now += ms
    await bff.sync()
    return bff.store.fieldTasks.size()
  }
  const some = await sizeAfter(0)
  waiqin.setQuirks({ hidden: null })
  expect(await sizeAfter(hourMs - 1)).toBe(some)
  const more = await sizeAfter(1)
  // The days before and after the end of the hidden ones are of one window, which was not empty.
  const all = await sizeAfter(dayMs)
  await bff.close()
  expect([some > 0, more > 2 * some, all - more < 30]).toEqual([true, true, true])
  expect(all).toBe(await work.bff.store.fieldTasks.size())
})
