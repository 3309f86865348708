import { describe, expect, it } from 'vitest'
import { FieldTaskList, GroupSopList, TodoList } from '#contract/work'
import { useWork } from '../../support/use-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const customer = '7269195022934925565'
const friend = 'wxid_cdh8t1ajl8qm22'
const work = useWork()

const get = async (path: string) =>
  (await work.bff.get(`/api/${path}`, work.me, { 'cache-control': 'no-cache' })).json()
const asked = (path: string, q: string) => get(`${path}${path.includes('?') ? '&' : '?'}q=${encodeURIComponent(q)}`)
const titles = ({ items }: { items: { title: string }[] }) => items.map(({ title }) => title)

describe('rows that are looked for', () => {
  it('are todos with the words in title or text, or about a customer whom the reader calls so', async () => {
    const { youmi } = work.simulators.vendors
    youmi.addTodo({ weixin: friend, title: '给 Xiaoyu 送样品', recipients: ['b08'] })
    work.now += 11_000
    const before = TodoList.parse(await get('me/todos'))
    const found = TodoList.parse(await asked('me/todos', 'xiaoyu 送'))
    expect(titles(found)).toEqual(['给 Xiaoyu 送样品'])
    expect([found.total, found.counts]).toEqual([1, before.counts])
    const theirs = TodoList.parse(await asked('me/todos?limit=200', '南坪店'))
    expect(theirs.items.length).toBeGreaterThan(1)
    expect(new Set(theirs.items.map(({ contact }) => contact?.name))).toEqual(new Set(['南坪店老板']))
    expect(titles(TodoList.parse(await asked(`contacts/${contact}/todos`, '送样品')))).toEqual(['给 Xiaoyu 送样品'])
  })

  it('are field tasks by their words, their shop’s name, or the reader’s own name of the customer', async () => {
    const { waiqin } = work.simulators.vendors
    waiqin.addFieldTask({ customerId: customer, content: '换冰柜灯管', receiver: 'mengxiangyu' })
    work.now += 60_000
    expect(titles(FieldTaskList.parse(await asked('me/field-tasks', '灯管')))).toEqual(['换冰柜灯管'])
    const own = FieldTaskList.parse(await asked(`contacts/${contact}/field-tasks`, '灯管'))
    expect([titles(own), own.total, own.next]).toEqual([['换冰柜灯管'], null, null])
    for (const name of ['晓雨便利店', '南坪店老板']) {
      const { items } = FieldTaskList.parse(await asked('me/field-tasks?limit=200', name))
      expect(items.length).toBeGreaterThan(1)
      expect(new Set(items.map((task) => task.customer.id))).toEqual(new Set([customer]))
    }
  })

  it('come in pages that belong to these words alone', async () => {
    const first = TodoList.parse(await asked('me/todos?status=all&limit=1', '南坪店'))
    const next = TodoList.parse(await asked(`me/todos?status=all&limit=1&cursor=${first.next}`, '南坪店'))
    expect(next.items[0]?.id).not.toBe(first.items[0]?.id)
    expect(await asked(`me/todos?status=all&limit=1&cursor=${first.next}`, '别的')).toMatchObject({
      code: 'bad_cursor',
    })
  })

  it('are group SOPs by their group’s name', async () => {
    const { items } = GroupSopList.parse(await asked('me/group-sops?status=all', '测测测'))
    expect(items.length).toBeGreaterThan(0)
    expect(new Set(items.map(({ chatName }) => chatName))).toEqual(new Set(['测测测']))
    expect(titles(GroupSopList.parse(await asked('me/group-sops?status=all', '没有这样的')))).toEqual([])
  })

  it.each(['', '   ', 'x'.repeat(41)])('are not looked for by %j', async (q) => {
    expect(await asked('me/todos', q)).toMatchObject({ code: 'bad_request' })
  })
})
