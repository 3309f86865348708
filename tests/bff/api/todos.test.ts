import { describe, expect, it } from 'vitest'
import { TodoList } from '#contract/work'
import { useWork } from '../../support/use-work.ts'

const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
const work = useWork()

const get = (path: string, cookie = work.me, headers = {}) => work.bff.get(`/api/${path}`, cookie, headers)
const listOf = async (path: string, headers = {}) => TodoList.parse((await get(path, work.me, headers)).json())
const refresh = { 'cache-control': 'no-cache' }

describe('the todos of a contact', () => {
  it('hold the row of the vendor’s own page', async () => {
    const list = await listOf(`contacts/${contact}/todos`)
    expect(list.state).toBe('fresh')
    expect(list.items[0]).toMatchObject({ id: 'youmi:3626', level: { name: '紧急' }, mine: true, overdue: true })
  })

  it('say whom they are about on my own board, as far as I follow him', async () => {
    const { items } = await listOf('me/todos?status=all')
    const mine = items.find(({ friendId }) => friendId === 'wxid_cdh8t1ajl8qm22')
    expect(mine?.contact).toEqual({ externalUserId: contact, name: '南坪店老板' })
    const { youmi } = work.simulators.vendors
    const id = youmi.addTodo({ weixin: 'wxid_cdh8t1ajl8qm22', title: '替孟祥宇回访', recipients: ['b12'] })
    const other = await work.bff.signIn('hejing')
    const theirs = TodoList.parse((await get('me/todos?limit=200', other, refresh)).json()).items
    expect(theirs.find((todo) => todo.id === `youmi:${id}`)?.contact).toBeNull()
    expect(theirs.filter((todo) => todo.contact).length).toBeGreaterThan(5)
  })

  it('are about this friend alone', async () => {
    const { items } = await listOf(`contacts/${contact}/todos?status=all`)
    expect(new Set(items.map(({ friendId }) => friendId))).toEqual(new Set(['wxid_cdh8t1ajl8qm22']))
  })

  it('name those people of whom an import tells which employee they are', async () => {
    const { youmi, wecom } = work.simulators.vendors
    const id = youmi.addTodo({ weixin: 'wxid_cdh8t1ajl8qm22', title: '一起回访', recipients: ['b08', 'b12', 'b99'] })
    work.now += 11_000
    const theirs = async (headers = {}) => {
      const { items } = await listOf(`contacts/${contact}/todos`, headers)
      return items.find((todo) => todo.id === `youmi:${id}`)
    }
    expect((await theirs(refresh))?.names).toMatchObject({ b08: '孟祥宇', b12: '何静' })
    expect((await theirs())?.names).not.toHaveProperty('b99')
    // Names that were told are known for an hour; without WeCom the rows come all the same.
    wecom.fault = 'down'
    expect((await theirs())?.names).toMatchObject({ b08: '孟祥宇' })
  })

  it('come in pages', async () => {
    const whole = await listOf('me/todos?status=all')
    const first = await listOf('me/todos?status=all&limit=3')
    const second = await listOf(`me/todos?status=all&limit=3&cursor=${first.next}`)
    expect([...first.items, ...second.items].map(({ id }) => id)).toEqual(whole.items.slice(0, 6).map(({ id }) => id))
    expect(first.total).toBe(whole.items.length)
  })

  it('show what is new to who pulls to refresh', async () => {
    await listOf(`contacts/${contact}/todos`)
    const { youmi } = work.simulators.vendors
    const id = youmi.addTodo({ weixin: 'wxid_cdh8t1ajl8qm22', title: '补一单', recipients: ['b08'] })
    work.now += 11_000
    const { items } = await listOf(`contacts/${contact}/todos`, refresh)
    expect(items.map((todo) => todo.id)).toContain(`youmi:${id}`)
  })

  it('are the last known ones while the vendor is down, with the reason', async () => {
    const before = await listOf(`contacts/${contact}/todos`)
    work.simulators.vendors.youmi.fault = 'down'
    work.now += 11_000
    const list = await listOf(`contacts/${contact}/todos`, refresh)
    expect(list).toMatchObject({ state: 'stale', problem: { code: 'upstream_unreachable', source: 'youmi' } })
    expect(list.items).toHaveLength(before.items.length)
  })

  it('are a problem while the vendor is down and nothing is known', async () => {
    const other = work.simulators.world.staff.find(({ userid, youmiId }) => youmiId && userid !== 'mengxiangyu')
    work.simulators.vendors.youmi.fault = 'garbage'
    const cookie = await work.bff.signIn(other?.userid ?? '')
    const answer = await get('me/todos', cookie)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([502, 'upstream_unreadable'])
  })
})

describe('who may read them', () => {
  it('is nobody who does not follow the contact, and he learns nothing', async () => {
    const { world } = work.simulators
    const strangers = world.contacts.filter(({ gone, follows }) => !gone && follows.length > 0)
    const stranger = strangers.find(({ follows }) => follows.every(({ userid }) => userid !== 'mengxiangyu'))
    const answer = await get(`contacts/${stranger?.externalUserId}/todos`)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([403, 'not_a_follower'])
    expect(answer.body).not.toContain(stranger?.name ?? '?')
  })

  it('is nobody without a session', async () => {
    expect((await work.bff.get('/api/me/todos')).statusCode).toBe(401)
  })

  it('is told apart: who is not known to the vendor, and which contact is not linked', async () => {
    const { world } = work.simulators
    const linked = new Set(world.links.filter(({ source }) => source === 'youmi').map(({ wecom_id }) => wecom_id))
    const nobody = world.staff.find(({ userid }) => !linked.has(userid))
    const cookie = await work.bff.signIn(nobody?.userid ?? '')
    expect((await get('me/todos', cookie)).json()).toMatchObject({ state: 'unlinked', needs: 'staff-link', items: [] })
    const isMine = ({ follows, gone }: (typeof world.contacts)[number]) =>
      !gone && follows.some(({ userid }) => userid === 'mengxiangyu')
    const unlinked = world.contacts.find((one) => isMine(one) && !linked.has(one.externalUserId))
    const list = await listOf(`contacts/${unlinked?.externalUserId}/todos`)
    expect(list).toMatchObject({ state: 'unlinked', needs: 'contact-link', items: [] })
    expect(JSON.stringify(list)).not.toContain('wxid_')
  })
})

describe('bad input', () => {
  it.each([
    ['me/todos?cursor=%00', 'bad_cursor'],
    ['me/todos?cursor=eyJhdCI6MX0', 'bad_cursor'],
    [`me/todos?cursor=${'a'.repeat(600)}`, 'bad_cursor'],
    ['me/todos?status=everything', 'bad_request'],
    ['me/todos?limit=0', 'bad_request'],
    ['me/todos?limit=201', 'bad_request'],
    ['me/todos?mine=yes', 'bad_request'],
    ['contacts/not-an-id/todos', 'bad_request'],
  ])('%s is a %s', async (path, code) => {
    const answer = await get(path)
    expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([400, code])
  })
})
