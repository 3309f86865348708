import { flushPromises } from '@vue/test-utils'
import { describe, expect, test, vi } from 'vitest'
import type { WorkList } from '#contract/work'
import { useSubject } from '../../src/app/subject/subject.ts'
import { createFakeApi } from './support/fake-api.ts'
import { alerts, button, mountBoard, ofContact, press, text, titles, useBoards } from './support/mount-board.ts'
import { contact, fieldTask, groupSop, list, problem, todo } from './support/samples.ts'

const at = {
  card: 'GET /api/contacts/wmAAA',
  todos: 'GET /api/contacts/wmAAA/todos',
  tasks: 'GET /api/contacts/wmAAA/field-tasks',
  sops: 'GET /api/contacts/wmAAA/group-sops',
}
const late = todo(1, '2026-06-10T11:00:00+08:00')
const today = fieldTask(2, '2026-06-10T18:00:00+08:00')
const later = groupSop(3, '2026-06-18T09:00:00+08:00')

const good = () => ({
  [at.card]: { body: contact },
  [at.todos]: { body: list('youmi', [late], { counts: { open: 1, overdue: 1, done: 4 } }) },
  [at.tasks]: { body: list('waiqin', [today]) },
  [at.sops]: { body: list('tanma', [later]) },
})
const unlinked = (source: 'youmi' | 'waiqin', needs: 'contact-link' | 'staff-link' = 'contact-link') => ({
  body: list(source, [], { state: 'unlinked', needs, asOf: null }),
})
/** Two rows of the list could not be read. */
const leavesOut: Partial<WorkList> = {
  state: 'stale',
  leftOut: 2,
  problem: {
    type: 'about:blank',
    title: '有记录读不出来',
    status: 502,
    code: 'rows_left_out',
    source: 'waiqin',
    requestId: 'r1',
  },
}
const failed = (code: string, source: string, status = 502) => ({ status, body: problem(code, status, source) })

/** A route whose answer the test sends when it wants. */
function gate(body: unknown) {
  let open = (): void => undefined
  const opened = new Promise<void>((resolve) => (open = resolve))
  return { open, route: () => opened.then(() => ({ body })) }
}

useBoards(['Date', 'setInterval', 'setTimeout', 'clearTimeout', 'clearInterval'])

describe('a board', () => {
  test('asks for the card and every list at once, and merges them by time', async () => {
    const api = createFakeApi(good())
    await mountBoard()
    expect(api.calls()).toEqual([at.card, at.todos, at.tasks, at.sops])
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
    expect([...document.querySelectorAll('h2')].map((heading) => heading.textContent.trim())).toEqual([
      '逾期 1',
      '今天 1',
      '以后 1',
    ])
    expect(text()).toContain('逾期 3 小时')
    expect(document.querySelector('h1')?.textContent).toBe('南坪店老板')
  })

  test('says how many more rows colleagues are responsible for, and counts them nowhere', async () => {
    createFakeApi({ ...good(), [at.tasks]: { body: list('waiqin', [today], { others: 3 }) } })
    await mountBoard()
    expect(text()).toContain('另有 3 条由同事负责')
    expect(button('外勤 1')).toBeDefined()
    await press('待办 1')
    expect(text()).not.toContain('由同事负责')
  })

  test('says nothing of colleagues where nothing is left out', async () => {
    createFakeApi(good())
    await mountBoard()
    expect(text()).not.toContain('由同事负责')
  })

  test('says below the rows how many could not be read, and is calm about it', async () => {
    createFakeApi({ ...good(), [at.tasks]: { body: list('waiqin', [today], leavesOut) } })
    await mountBoard()
    expect(document.querySelector('footer')?.textContent).toContain('有 2 条读不出来')
    expect(button('外勤 1').className).toContain('is-ready')
    expect(document.querySelector('.notices')).toBeNull()
    await press('待办 1')
    expect(text()).not.toContain('读不出来')
  })

  test('does not say that nothing is to be done where rows could not be read', async () => {
    createFakeApi({ ...good(), [at.tasks]: { body: list('waiqin', [], leavesOut) } })
    await mountBoard()
    await press('外勤 0')
    expect(text()).toContain('读出来的里没有要做的事')
    expect(text()).toContain('有 2 条读不出来')
  })

  test('shows and counts a row once that came twice', async () => {
    createFakeApi({ ...good(), [at.sops]: { body: list('tanma', [later, later]) } })
    await mountBoard()
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
  })

  test('filters by source', async () => {
    createFakeApi(good())
    await mountBoard()
    await press('外勤 1')
    expect(titles()).toEqual(['任务 2'])
    expect(button('外勤 1').getAttribute('aria-pressed')).toBe('true')
    await press('要做 3')
    expect(titles()).toHaveLength(3)
  })

  test('folds what is over in an unknown state, and counts it nowhere but there', async () => {
    const years = [1, 2, 3].map((n) => groupSop(n + 10, `2022-04-0${n}T09:00:00+08:00`))
    createFakeApi({ ...good(), [at.sops]: { body: list('tanma', [later, ...years]) } })
    await mountBoard()
    expect(button('群SOP 1')).toBeDefined()
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
    await press('以前的群SOP 3 · 不确定是否已发 展开')
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3', '群安排 13', '群安排 12', '群安排 11'])
    await press('以前的群SOP 3 · 不确定是否已发 收起')
    expect(titles()).toHaveLength(3)
  })

  test('is empty where there is nothing but what is over, which stays folded', async () => {
    createFakeApi({
      ...good(),
      [at.todos]: { body: list('youmi', []) },
      [at.tasks]: { body: list('waiqin', []) },
      [at.sops]: { body: list('tanma', [groupSop(11, '2022-04-01T09:00:00+08:00')]) },
    })
    await mountBoard()
    expect(titles()).toEqual([])
    expect(text()).toContain('这位客户现在没有要做的事')
    await press('以前的群SOP 1 · 不确定是否已发 展开')
    expect(titles()).toEqual(['群安排 11'])
  })

  test('offers no further pages of what is folded', async () => {
    const over = groupSop(11, '2022-04-01T09:00:00+08:00')
    createFakeApi({ ...good(), [at.sops]: { body: list('tanma', [over], { next: 'c1' }) } })
    await mountBoard()
    expect(() => button('加载更多')).toThrow('0 buttons')
    await press(/^以前的群SOP 1\+/)
    expect(button('加载更多')).toBeDefined()
  })

  test('drops a further page of a list that was begun anew meanwhile', async () => {
    const page = gate(list('waiqin', [fieldTask(9, '2026-06-10T20:00:00+08:00')]))
    const api = createFakeApi({
      ...good(),
      [at.tasks]: ({ query }) => (query['cursor'] ? page.route() : { body: list('waiqin', [today], { next: 'c1' }) }),
    })
    await mountBoard()
    await press('加载更多')
    api.routes[at.tasks] = { body: list('waiqin', [today]) }
    await press('刷新')
    page.open()
    await flushPromises()
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
  })

  test('shows a vendor’s text as text', async () => {
    const title = '<img src=x onerror=alert(1)>'
    createFakeApi({ ...good(), [at.todos]: { body: list('youmi', [{ ...late, title }]) } })
    await mountBoard()
    expect(titles()[0]).toBe(title)
    expect(document.querySelector('img')).toBeNull()
  })

  test('loads further pages and keeps their order', async () => {
    const more = fieldTask(9, '2026-06-10T20:00:00+08:00')
    createFakeApi({
      ...good(),
      [at.tasks]: ({ query }) => ({
        body: query['cursor'] === 'c1' ? list('waiqin', [more]) : list('waiqin', [today], { next: 'c1' }),
      }),
    })
    await mountBoard()
    await press('加载更多')
    expect(titles()).toEqual(['待办 1', '任务 2', '任务 9', '群安排 3'])
    expect(() => button('加载更多')).toThrow('0 buttons')
  })

  describe('with a further page', () => {
    const [first, second] = [fieldTask(8, '2026-06-10T19:00:00+08:00'), fieldTask(9, '2026-06-10T20:00:00+08:00')]

    /** A list of two pages; `further` answers the second one. */
    async function mountBothPages(further: () => { status?: number; body: unknown }) {
      const pages = { first: list('waiqin', [today], { next: 'c1' }) }
      const api = createFakeApi({
        ...good(),
        [at.tasks]: ({ query }) => (query['cursor'] === undefined ? { body: pages.first } : further()),
      })
      await mountBoard()
      await press('加载更多')
      return { api, pages }
    }

    test('that fails keeps what is there, says so, and tries again when it is tapped', async () => {
      let isDown = true
      const down = { status: 502, body: problem('upstream_unreachable', 502, 'waiqin') }
      await mountBothPages(() => (isDown ? down : { body: list('waiqin', [second]) }))
      expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
      isDown = false
      await press('重试')
      expect(titles()).toEqual(['待办 1', '任务 2', '任务 9', '群安排 3'])
    })

    test('that nobody knows any more begins the list anew', async () => {
      const { api } = await mountBothPages(() => ({ status: 400, body: problem('bad_cursor', 400) }))
      expect(api.seen.filter(({ call }) => call === at.tasks)).toHaveLength(3)
      expect(button('加载更多')).toBeDefined()
    })

    test('reads it again after the first one, so that no row between them is lost', async () => {
      let rows = [second]
      const { pages } = await mountBothPages(() => ({ body: list('waiqin', rows) }))
      rows = [first, second]
      pages.first = list('waiqin', [fieldTask(7, '2026-06-10T08:00:00+08:00'), today], { next: 'c2' })
      await press('刷新')
      await vi.waitFor(() => expect(titles()).toEqual(expect.arrayContaining(['任务 7', '任务 2', '任务 8', '任务 9'])))
    })
  })

  test('of a group asks for nothing that a group has not', async () => {
    const chat = {
      chatId: 'wrA',
      name: '南坪团购群',
      owner: { userid: 'm', name: '孟祥宇' },
      isMine: false,
      createdAt: null,
      notice: null,
      memberCount: 38,
      externalCount: 12,
      admins: [],
    }
    const api = createFakeApi({
      'GET /api/chats/wrA': { body: chat },
      'GET /api/chats/wrA/group-sops': { body: list('tanma', [later]) },
    })
    await mountBoard({ kind: 'chat', chatId: 'wrA' })
    expect(api.calls()).toEqual(['GET /api/chats/wrA', 'GET /api/chats/wrA/group-sops'])
    expect(text()).toContain('群主 孟祥宇 · 38 人 · 12 位客户')
  })

  test('of nobody shows my own work', async () => {
    const api = createFakeApi({
      'GET /api/me/todos': { body: list('youmi', [late]) },
      'GET /api/me/field-tasks': { body: list('waiqin', [today]) },
      'GET /api/me/group-sops': { body: list('tanma', []) },
    })
    await mountBoard({ kind: 'me' })
    expect(api.calls()).toHaveLength(3)
    expect(text()).toContain('晓雨便利店')
  })
})

describe('one source', () => {
  test('that fails says so, keeps the others, and is tried again alone', async () => {
    const api = createFakeApi({ ...good(), [at.tasks]: failed('upstream_timeout', 'waiqin', 504) })
    await mountBoard()
    expect(titles()).toEqual(['待办 1', '群安排 3'])
    expect(text()).toContain('外勤：勤策太久没有回应')
    api.routes[at.tasks] = { body: list('waiqin', [today]) }
    api.seen.length = 0
    await press('重试')
    expect(api.calls()).toEqual([at.tasks])
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
  })

  test('tells that it is being tried again', async () => {
    const api = createFakeApi({ ...good(), [at.tasks]: failed('upstream_timeout', 'waiqin', 504) })
    await mountBoard()
    const slow = gate(list('waiqin', [today]))
    api.routes[at.tasks] = slow.route
    await press('重试')
    api.seen.length = 0
    await press('正在重试')
    expect(api.calls()).toEqual([])
    slow.open()
    await flushPromises()
    expect(titles()).toContain('任务 2')
    expect(text()).not.toContain('正在重试')
  })

  test('that is chosen while it loads is not called empty', async () => {
    const slow = gate(list('waiqin', [today]))
    createFakeApi({ ...good(), [at.tasks]: slow.route })
    await mountBoard()
    await vi.advanceTimersByTimeAsync(300)
    await press(/^外勤/)
    expect(text()).not.toContain('没有')
    expect(document.querySelector('[aria-label=正在加载]')).not.toBeNull()
    slow.open()
    await flushPromises()
    await vi.advanceTimersByTimeAsync(300)
    expect(titles()).toEqual(['任务 2'])
  })

  test('that is chosen is read out once, with how much there is', async () => {
    createFakeApi(good())
    await mountBoard()
    const said = () => document.querySelector('main > [role=status]')?.textContent
    expect(said()).toBe('')
    await press('待办 1')
    expect(said()).toBe('待办，1 条')
    await press(/^要做/)
    expect(said()).toBe('要做，3 条')
  })

  test('that has nothing says so of itself alone', async () => {
    createFakeApi({ ...good(), [at.tasks]: { body: list('waiqin', []) } })
    await mountBoard()
    await press('外勤 0')
    expect(text()).toContain('这位客户现在没有外勤任务')
    expect(text()).not.toContain('没有要做的事')
  })

  test('that is stale says as of when, and why', async () => {
    const stale = {
      state: 'stale',
      asOf: '2026-06-10T13:02:00+08:00',
      problem: { ...problem('upstream_unreachable', 502, 'waiqin'), title: '暂时连不上对方系统' },
    }
    createFakeApi({ ...good(), [at.tasks]: { body: { ...list('waiqin', [today]), ...stale } } })
    await mountBoard()
    expect(text()).toContain('外勤是 13:02 的，暂时连不上勤策')
    expect(button('编号').closest('li')?.textContent).toContain('外勤是')
    expect(titles()).toContain('任务 2')
  })

  test('whose staff id nobody knows names who can mend it', async () => {
    createFakeApi({ ...good(), [at.todos]: unlinked('youmi', 'staff-link') })
    await mountBoard()
    expect(text()).toContain('管理员还没登记你的友米工号')
    expect(button('复制给管理员')).toBeDefined()
    expect(() => button(/^关联/)).toThrow('0 buttons')
  })

  test('that is not connected to this company has no chip', async () => {
    createFakeApi({ ...good(), [at.todos]: { body: list('youmi', [], { state: 'unconfigured' }) } })
    await mountBoard()
    expect(() => button(/^待办/)).toThrow('0 buttons')
  })

  test('in its first synchronisation is asked again by itself', async () => {
    const api = createFakeApi({ ...good(), [at.tasks]: failed('first_sync', 'waiqin', 503) })
    await mountBoard()
    expect(text()).toContain('外勤：正在做第一次同步')
    api.seen.length = 0
    await vi.advanceTimersByTimeAsync(10_000)
    expect(api.calls()).toContain(at.tasks)
  })
})

describe('nothing moves after the first paint', () => {
  test('rows that come late wait behind a pill, which shows them', async () => {
    const slow = gate(list('waiqin', [fieldTask(9, '2026-06-09T09:00:00+08:00')]))
    createFakeApi({ ...good(), [at.tasks]: slow.route })
    await mountBoard()
    expect(titles()).toEqual([])
    await vi.advanceTimersByTimeAsync(300)
    expect(titles()).toEqual(['待办 1', '群安排 3'])
    slow.open()
    await flushPromises()
    expect(titles()).toEqual(['待办 1', '群安排 3'])
    await press('外勤任务 1 条已到')
    expect(titles()).toEqual(['待办 1', '任务 9', '群安排 3'])
  })

  test('rows that come a little later are painted together', async () => {
    const slow = gate(list('waiqin', [today]))
    createFakeApi({ ...good(), [at.tasks]: slow.route })
    await mountBoard()
    await vi.advanceTimersByTimeAsync(200)
    slow.open()
    await flushPromises()
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
  })

  test('rows that come late but belong below appear at once', async () => {
    const slow = gate(list('tanma', [later]))
    createFakeApi({ ...good(), [at.sops]: slow.route })
    await mountBoard()
    await vi.advanceTimersByTimeAsync(300)
    slow.open()
    await flushPromises()
    expect(titles()).toEqual(['待办 1', '任务 2', '群安排 3'])
  })

  test('a source that fails late says so below the rows', async () => {
    let fail = (): void => undefined
    const failing = new Promise<void>((resolve) => (fail = resolve))
    createFakeApi({ ...good(), [at.tasks]: () => failing.then(() => failed('upstream_timeout', 'waiqin', 504)) })
    await mountBoard()
    await vi.advanceTimersByTimeAsync(300)
    fail()
    await flushPromises()
    const rows = document.querySelector('.row')
    const notice = document.querySelector('.notice')
    expect(notice?.textContent).toContain('勤策太久没有回应')
    expect(rows && notice && rows.compareDocumentPosition(notice)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })

  test('a quiet refresh changes a row in place, and asks nothing while all is fresh', async () => {
    const api = createFakeApi(good())
    await mountBoard()
    api.seen.length = 0
    useSubject().confirmations += 1
    await flushPromises()
    expect(api.calls()).toEqual([])
    api.routes[at.todos] = { body: list('youmi', [{ ...late, title: '改过的待办' }]) }
    await vi.advanceTimersByTimeAsync(15_001)
    useSubject().confirmations += 1
    await flushPromises()
    expect(titles()).toEqual(['改过的待办', '任务 2', '群安排 3'])
  })

  test('a refresh that was asked for goes by the caches and shows everything', async () => {
    const api = createFakeApi(good())
    await mountBoard()
    api.seen.length = 0
    api.routes[at.todos] = { body: list('youmi', [todo(8, '2026-06-01T09:00:00+08:00'), late]) }
    await press('刷新')
    const lists = api.seen.filter(({ call }) => call !== at.card)
    expect(lists.map(({ headers }) => headers.get('Cache-Control'))).toEqual(['no-cache', 'no-cache', 'no-cache'])
    expect(titles().slice(0, 2)).toEqual(['待办 1', '待办 8'])
  })
})

describe('a board without rows', () => {
  test('says that nothing is to do', async () => {
    createFakeApi({
      ...good(),
      [at.todos]: { body: list('youmi', []) },
      [at.tasks]: { body: list('waiqin', []) },
      [at.sops]: { body: list('tanma', []) },
    })
    await mountBoard()
    expect(text()).toContain('这位客户现在没有要做的事')
  })

  test('does not say that nothing is to do where somebody could not be asked', async () => {
    createFakeApi({
      ...good(),
      [at.todos]: { body: list('youmi', []) },
      [at.tasks]: failed('upstream_timeout', 'waiqin', 504),
      [at.sops]: { body: list('tanma', []) },
    })
    await mountBoard()
    expect(text()).toContain('外勤任务没有查到，里面可能还有。')
    expect(text()).not.toContain('现在没有要做的事')
  })

  test('offers to link when the customer is unknown elsewhere', async () => {
    createFakeApi({
      ...good(),
      [at.todos]: unlinked('youmi'),
      [at.tasks]: unlinked('waiqin'),
      [at.sops]: { body: list('tanma', []) },
    })
    await mountBoard()
    expect(text()).toContain('还没有关联这位客户')
    expect(button('关联友米客户')).toBeDefined()
    expect(button('关联勤策客户')).toBeDefined()
  })

  test('says why when every source failed, with code and request id', async () => {
    createFakeApi({
      ...good(),
      [at.todos]: failed('upstream_unreachable', 'youmi'),
      [at.tasks]: failed('upstream_unreachable', 'waiqin'),
      [at.sops]: failed('upstream_unreachable', 'tanma'),
    })
    await mountBoard()
    expect(text()).toContain('暂时连不上对方系统')
    expect(text()).toContain('upstream_unreachable请求 req-1')
  })

  test('names WeCom where it was WeCom that failed them all, and counts nothing', async () => {
    createFakeApi(Object.fromEntries(Object.values(at).map((call) => [call, failed('upstream_unreachable', 'wecom')])))
    await mountBoard()
    expect(document.querySelector('h2')?.textContent).toBe('暂时连不上企业微信')
    expect(button('要做 –')).toBeDefined()
    expect(() => button('刷新')).toThrow('0 buttons')
  })

  test.each([
    ['not_a_follower', 403, '只有添加了该客户的同事能看到他的待办'],
    ['not_a_chat_member', 403, '只有群主和群成员能看到'],
    ['no_customer_rights', 403, '客户联系 → 使用范围'],
    ['unauthenticated', 401, '重新登录一次就好'],
  ])('gives way to one screen for %s, with no field of the customer', async (code, status, sentence) => {
    sessionStorage.setItem('sidedesk:signing-in', '1')
    const refused = { status, body: problem(code, status) }
    createFakeApi(Object.fromEntries(Object.values(at).map((call) => [call, refused])))
    await mountBoard(ofContact)
    expect(text()).toContain(sentence)
    expect(text()).toContain(`${code}请求 req-1`)
    expect(document.querySelector('h1')).toBeNull()
    expect(alerts()).toEqual([])
  })

  test('keeps its lists when only the card could not be had', async () => {
    createFakeApi({ ...good(), [at.card]: failed('upstream_unreachable', 'wecom') })
    await mountBoard()
    expect(alerts()).toEqual(['暂时连不上企业微信'])
    expect(titles()).toHaveLength(3)
  })
})
