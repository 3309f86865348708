import { flushPromises } from '@vue/test-utils'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import type { FieldTask } from '#contract/field-task'
import { createFakeApi } from './support/fake-api.ts'
import { createFakeHost } from './support/fake-host.ts'
import {
  alerts,
  button,
  dialog,
  mountBoard,
  ofContact,
  press,
  text,
  titles,
  untilDialog,
  useBoards,
} from './support/mount-board.ts'
import { contact, fieldTask, groupSop, list, problem, todo } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const at = (rest: string) => `/api/contacts/wmAAA${rest}`
const task = fieldTask(2, '2026-06-10T18:00:00+08:00', {
  id: 'waiqin:6067108969643484875',
  onSite: 'on_site',
  type: { id: '9', name: '陈列检查', isPictureRequired: true, isAlbumPermitted: false },
  receivers: [{ id: '1', name: '李敏' }],
  feedback: [
    { content: '第二次反馈', at: '2026-06-09T11:22:00+08:00', visitId: null },
    { content: '第一次反馈', at: null, visitId: null },
  ],
})
const good = () => ({
  [`GET ${at('')}`]: {
    body: {
      ...contact,
      links: [
        { source: 'youmi', sourceId: 'wxid_1', name: '小雨', linkedBy: 'limin', linkedAt: '2026-06-01T09:00:00+08:00' },
      ],
    },
  },
  [`GET ${at('/todos')}`]: { body: list('youmi', [todo(1, '2026-06-10T11:00:00+08:00', { detail: '确认收货时间' })]) },
  [`GET ${at('/field-tasks')}`]: { body: list('waiqin', [task]) },
  [`GET ${at('/group-sops')}`]: { body: list('tanma', [groupSop(3, '2026-06-18T09:00:00+08:00')]) },
})

const pairs = (): Record<string, string> => {
  const labels = [...(dialog()?.querySelectorAll('dt') ?? [])]
  return Object.fromEntries(
    labels.map((label) => [label.textContent, label.nextElementSibling?.textContent?.trim() ?? '']),
  )
}

async function open(name: string | RegExp): Promise<void> {
  await press(name)
  await untilDialog()
}

const written: string[] = []

useBoards()

beforeEach(() => {
  written.length = 0
  const clipboard = { writeText: async (value: string) => void written.push(value) }
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
})

describe('the sheet of a row', () => {
  test('tells everything of a field task, its feedback in the vendor’s order', async () => {
    createFakeApi(good())
    await mountBoard()
    await open(/^任务 2/)
    expect(dialog()?.getAttribute('aria-label')).toBe('任务 2')
    expect(dialog()?.textContent).toContain('强制现场 · 必须拍照 · 不可从相册选')
    expect(dialog()?.textContent).toContain('6067108969643484875')
    expect([...(dialog()?.querySelectorAll('ol li') ?? [])].map((entry) => entry.textContent.trim())).toEqual([
      '6月9日 11:22 第二次反馈',
      '第一次反馈',
    ])
  })

  test('says how many people and how much feedback there is, where not all of it is told', async () => {
    const cut = { ...task, totals: { receivers: 1234, feedback: 30 } }
    createFakeApi({ ...good(), [`GET ${at('/field-tasks')}`]: { body: list('waiqin', [cut]) } })
    await mountBoard()
    await open(/^任务 2/)
    expect(dialog()?.textContent).toContain('李敏 等 1234 人')
    expect(dialog()?.querySelector('h3')?.textContent.trim()).toBe('反馈记录 30，这里是最新 2 条')
  })

  test('tells what completes a todo, and leaves out what the vendor did not say', async () => {
    createFakeApi(good())
    await mountBoard()
    await open(/^待办 1.*逾期/)
    expect(dialog()?.textContent).toContain('手动完成')
    expect(dialog()?.textContent).toContain('确认收货时间')
    expect(Object.keys(pairs())).not.toContain('级别')
  })

  test('says of what 探马 documents no meaning for that nobody knows, and keeps the number among the ids', async () => {
    createFakeApi(good())
    await mountBoard()
    await open(/^群安排 3/)
    expect(dialog()?.textContent).toContain('不确定（探马没说明）')
    expect(pairs()['编号']).toContain('发送状态 1')
  })

  test('copies the vendor’s id and the text', async () => {
    createFakeApi(good())
    await mountBoard()
    await open(/^任务 2/)
    await press('复制编号')
    expect(button('已复制')).toBeDefined()
    await press('复制内容')
    expect(written).toEqual(['6067108969643484875', '任务 2'])
  })

  describe('that has an address in its own system', () => {
    const url = 'https://waiqin.example.com/#/task/2'
    const openTask = async (more: Partial<FieldTask> = {}, client = createFakeHost(ofContact)) => {
      createFakeApi({ ...good(), [`GET ${at('/field-tasks')}`]: { body: list('waiqin', [{ ...task, url, ...more }]) } })
      await mountBoard(undefined, { host: client.host })
      await open(/^任务 2/)
      return client
    }
    const link = () => dialog()?.querySelector<HTMLAnchorElement>('a[target=_blank]')
    /** Of each click on the link, one of ours included: whether the browser would follow it. */
    const click = async () => {
      const followed: boolean[] = []
      const watch = (event: Event) => {
        followed.push(!event.defaultPrevented)
        event.preventDefault()
      }
      document.addEventListener('click', watch)
      link()?.click()
      await flushPromises()
      document.removeEventListener('click', watch)
      return followed
    }

    test('leads there by its one blue button, an ordinary link that says nothing of where it comes from', async () => {
      await openTask()
      expect([link()?.href, link()?.rel, link()?.textContent]).toEqual([url, 'noopener noreferrer', '去勤策反馈'])
      expect(dialog()?.querySelectorAll('.van-button--primary')).toHaveLength(1)
      expect(await click()).toEqual([true])
      expect([button('复制编号'), button('复制内容')]).toHaveLength(2)
    })

    test('leaves the opening to a client that opens addresses itself', async () => {
      const client = createFakeHost(ofContact)
      client.state.opensLinks = true
      await openTask({}, client)
      expect(await click()).toEqual([false])
      expect(client.links).toEqual([url])
    })

    test('is an ordinary link again where the client refuses', async () => {
      const client = createFakeHost(ofContact)
      client.state.opensLinks = false
      await openTask({}, client)
      expect(await click()).toEqual([false, true])
      expect(client.links).toEqual([url])
    })

    test('does not lead there once it is done, or where no address is told', async () => {
      await openTask({ status: 'done' })
      expect(link()).toBeNull()
      expect(button('复制内容').classList).toContain('van-button--primary')
    })
  })

  test('copies by selection where the webview refuses the clipboard', async () => {
    createFakeApi(good())
    Object.defineProperty(navigator, 'clipboard', { value: undefined, configurable: true })
    const copied: (string | undefined)[] = []
    document.execCommand = () => copied.push(document.querySelector('textarea')?.value) > 0
    await mountBoard()
    await open(/^任务 2/)
    await press('复制编号')
    expect(copied).toEqual(['6067108969643484875'])
    expect(document.querySelector('textarea')).toBeNull()
  })

  test('keeps the focus inside, and gives it back', async () => {
    createFakeApi(good())
    await mountBoard()
    const opener = button(/^任务 2/)
    opener.focus()
    await open(/^任务 2/)
    const buttons = dialog()?.querySelectorAll('button') ?? []
    const last = buttons[buttons.length - 1]
    last?.focus()
    last?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Tab', bubbles: true, cancelable: true }))
    expect(document.activeElement).toBe(buttons[0])
    buttons[0]?.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
    await vi.waitFor(() => expect(document.activeElement).toBe(opener))
  })
})

test('what is done is one tap away', async () => {
  const done = list('youmi', [todo(7, '2026-06-01T09:00:00+08:00', { status: 'done', title: '做完的事' })])
  const routes = good()
  createFakeApi({
    ...routes,
    [`GET ${at('/todos')}`]: ({ query }) => ({
      body: query['status'] === 'done' ? done : list('youmi', [], { counts: { open: 0, overdue: 0, done: 1 } }),
    }),
    [`GET ${at('/field-tasks')}`]: ({ query }) => ({
      body: list('waiqin', [], query['status'] === 'done' ? { others: 2 } : {}),
    }),
    [`GET ${at('/group-sops')}`]: { body: list('tanma', []) },
  })
  await mountBoard()
  await open(/^已完成/)
  expect(titles()).toEqual(['做完的事'])
  expect(dialog()?.textContent).toContain('另有 2 条由同事负责')
  // From a row of the list and back to the list. The keyboard works although the tapped row is gone.
  await press(/^做完的事/)
  expect(dialog()?.textContent).toContain('复制内容')
  expect(dialog()?.contains(document.activeElement)).toBe(true)
  await press('‹ 已完成')
  expect(titles()).toEqual(['做完的事'])
  ;(document.activeElement as HTMLElement).blur()
  document.body.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }))
  await vi.waitFor(() => expect(dialog()).toBeNull())
})

describe('linking', () => {
  const candidate = {
    source: 'waiqin',
    sourceId: '72',
    title: '晓雨便利店',
    subtitle: '南坪西路',
    reasons: ['same_phone', 'i_manage'],
    isLinked: false,
    isLinkedElsewhere: false,
  }
  const candidates = `GET ${at('/link-candidates')}`
  const put = `PUT ${at('/links/waiqin/72')}`
  const routes = () => ({
    ...good(),
    [`GET ${at('/field-tasks')}`]: { body: list('waiqin', [], { state: 'unlinked', needs: 'contact-link' }) },
    [candidates]: { body: { source: 'waiqin', candidates: [candidate] } },
  })

  test('offers candidates with reasons; one tap links, and the tasks appear', async () => {
    const api = createFakeApi(routes())
    api.routes[put] = () => {
      api.routes[candidates] = { body: { source: 'waiqin', candidates: [{ ...candidate, isLinked: true }] } }
      api.routes[`GET ${at('/field-tasks')}`] = { body: list('waiqin', [task]) }
      return { status: 204 }
    }
    await mountBoard()
    await open('关联勤策')
    await vi.waitFor(() => expect(dialog()?.textContent).toContain('电话一致 · 你负责'))
    await press('关联：晓雨便利店')
    expect(api.calls()).toContain(put)
    expect(button('已关联 · 撤销：晓雨便利店')).toBeDefined()
    expect(titles()).toContain('任务 2')
  })

  test('tells which candidates belong to another customer already, and shows them last', async () => {
    const taken = { ...candidate, sourceId: '73', title: '另一家', reasons: ['my_task'], isLinkedElsewhere: true }
    createFakeApi({ ...routes(), [candidates]: { body: { source: 'waiqin', candidates: [taken, candidate] } } })
    await mountBoard()
    await open('关联勤策')
    const rows = [...(dialog()?.querySelectorAll('li') ?? [])].map((row) => row.textContent)
    expect(rows.map((row) => row.includes('已关联给另一位客户'))).toEqual([false, true])
  })

  test('links nobody while the client has another customer open', async () => {
    const api = createFakeApi({ ...routes(), [put]: { status: 204 } })
    const { host, state } = createFakeHost({ kind: 'contact', externalUserId: 'wmAAA' })
    await mountBoard(undefined, { host })
    await open('关联勤策')
    state.open = { kind: 'contact', externalUserId: 'wmBBB' }
    await press('关联：晓雨便利店')
    expect(api.calls()).not.toContain(put)
    state.open = { kind: 'contact', externalUserId: 'wmAAA' }
    await press('关联：晓雨便利店')
    expect(api.calls()).toContain(put)
  })

  test('that is refused changes nothing and says why', async () => {
    createFakeApi({ ...routes(), [put]: { status: 403, body: problem('not_a_candidate', 403) } })
    await mountBoard()
    await open('关联勤策')
    await press('关联：晓雨便利店')
    expect(alerts()).toEqual(['他不归你负责，也不在你的任务里，不能关联'])
    expect(button('关联：晓雨便利店').getAttribute('aria-disabled')).toBe('false')
  })

  test('shows the tasks at once, although the sheet was closed before the answer', async () => {
    const api = createFakeApi(routes())
    let answer = (): void => undefined
    api.routes[put] = () => new Promise((resolve) => (answer = () => resolve({ status: 204 })))
    await mountBoard()
    await open('关联勤策')
    await press('关联：晓雨便利店')
    await press('关闭')
    await vi.waitFor(() => expect(dialog()).toBeNull())
    api.routes[`GET ${at('/field-tasks')}`] = { body: list('waiqin', [task]) }
    answer()
    await vi.waitFor(() => expect(titles()).toContain('任务 2'))
    expect(text()).not.toContain('已到')
  })

  test('narrows by what is typed', async () => {
    const api = createFakeApi(routes())
    await mountBoard()
    await open('关联勤策')
    const input = dialog()?.querySelector('input')
    if (!input) throw new Error('no search field')
    input.value = ' 晓雨 '
    input.dispatchEvent(new Event('input'))
    await vi.waitFor(() => expect(api.seen.some(({ query }) => query['q'] === '晓雨')).toBe(true))
  })

  test('without a staff id says who can mend it', async () => {
    createFakeApi({ ...routes(), [candidates]: { body: { source: 'waiqin', candidates: [], needs: 'staff-link' } } })
    await mountBoard()
    await open('关联勤策')
    expect(dialog()?.textContent).toContain('管理员还没登记你的勤策工号')
    await press(/^复制给管理员/)
    expect(written[0]).toContain('limin')
  })

  test('names who did it in the customer’s sheet', async () => {
    const by = (sourceId: string, linkedBy: string) => ({
      source: 'youmi',
      sourceId,
      name: sourceId,
      linkedBy,
      linkedAt: '2026-06-01T09:00:00+08:00',
    })
    const links = [by('w1', 'limin'), by('w2', 'import'), by('w3', 'wang'), by('w4', 'gone')]
    const followers = [{ userid: 'wang', name: '王强' }]
    createFakeApi({ ...good(), [`GET ${at('')}`]: { body: { ...contact, links, followers } } })
    await mountBoard()
    await open('更多资料')
    expect([...(dialog()?.querySelectorAll('.link__by') ?? [])].map((line) => line.textContent)).toEqual([
      '你关联于 6月1日 09:00',
      '管理员导入于 6月1日 09:00',
      '王强 关联于 6月1日 09:00',
      '同事 关联于 6月1日 09:00',
    ])
  })

  test('is undone from the customer’s sheet', async () => {
    const remove = `DELETE ${at('/links/youmi/wxid_1')}`
    const api = createFakeApi({ ...good(), [remove]: { status: 204 } })
    await mountBoard()
    await open('更多资料')
    await press('撤销关联 小雨')
    expect(api.calls()).toContain(remove)
    expect(api.calls().filter((call) => call === `GET ${at('/todos')}`)).toHaveLength(2)
  })
})

describe('a link that the user may not undo', () => {
  const imported = { source: 'youmi', sourceId: 'wxid_1', name: '小雨', linkedAt: '2026-06-01T09:00:00+08:00' }
  const withLink = (link: object) => ({ ...good(), [`GET ${at('')}`]: { body: { ...contact, links: [link] } } })

  test('has no button where the answer says so', async () => {
    createFakeApi(withLink({ ...imported, linkedBy: 'import', isFixed: true }))
    await mountBoard()
    await open('更多资料')
    expect(dialog()?.textContent).toContain('管理员导入于')
    expect(() => button('撤销关联 小雨')).toThrow(/0 buttons/)
  })

  test('stays, and the refusal is said', async () => {
    const remove = `DELETE ${at('/links/youmi/wxid_1')}`
    const refusal = { status: 403, body: problem('not_a_candidate', 403, 'youmi') }
    createFakeApi({ ...withLink({ ...imported, linkedBy: 'gone' }), [remove]: refusal })
    await mountBoard()
    await open('更多资料')
    await press('撤销关联 小雨')
    expect(alerts()).toEqual(['他不归你负责，也不在你的任务里，不能关联'])
    expect(button('撤销关联 小雨')).toBeDefined()
  })
})

describe('from my own board', () => {
  const whom = { externalUserId: 'wmBBB', name: '南坪店老板' }
  const mine = () => ({
    'GET /api/me/todos': { body: list('youmi', [todo(1, '2026-06-10T11:00:00+08:00', { contact: whom })]) },
    'GET /api/me/field-tasks': { body: list('waiqin', [task]) },
    'GET /api/me/group-sops': { body: list('tanma', [groupSop(3, '2026-06-18T09:00:00+08:00')]) },
  })

  test('a row says whom it is about, and its sheet goes to that chat', async () => {
    createFakeApi(mine())
    const { host, opened, state } = createFakeHost({ kind: 'me' })
    await mountBoard({ kind: 'me' }, { host })
    expect(text()).toContain('南坪店老板')
    await open(/待办 1逾期/)
    await press('打开聊天')
    expect(opened).toEqual([{ kind: 'contact', externalUserId: 'wmBBB' }])
    state.canOpen = false
    await press('打开聊天')
    expect(button('打不开这个聊天，重试').disabled).toBe(false)
  })

  test('an SOP goes to its group, and what is about nobody known goes nowhere', async () => {
    createFakeApi(mine())
    const { host, opened } = createFakeHost({ kind: 'me' })
    const board = await mountBoard({ kind: 'me' }, { host })
    await open(/群安排 3/)
    await press('打开群聊')
    expect(opened).toEqual([{ kind: 'chat', chatId: groupSop(3, null).chatId }])
    document.body.replaceChildren()
    board.unmount()
    createFakeApi(mine())
    await mountBoard({ kind: 'me' }, { host })
    await open(/任务 2/)
    expect(dialog()?.textContent).not.toContain('打开聊天')
  })
})
