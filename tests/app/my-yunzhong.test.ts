import { flushPromises } from '@vue/test-utils'
import { describe, expect, test } from 'vitest'
import type { Content } from '#contract/content'
import { createFakeApi } from './support/fake-api.ts'
import {
  alerts,
  button,
  dialog,
  mountBoard,
  press,
  text,
  titles,
  untilDialog,
  useBoards,
} from './support/mount-board.ts'
import { bootWithYunzhong, list, moment, notice, problem } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const at = { moments: 'GET /api/me/moments', notices: 'GET /api/me/notices', read: 'PUT /api/me/notices/4/read' }
const attachments: Content[] = [
  { type: 'image', url: null, mediaId: 'WWME_DesSDgAApfMBaX5dHp9' },
  { type: 'link', title: '六月新品', url: 'https://shop.example.com/6', description: null, imageUrl: null },
]
const job = moment(1, { attachments, text: '上新\n欢迎试吃' })
const unread = notice(4)
const good = () => ({
  [at.moments]: { body: { ...list('yunzhong', [job]), summary: { waiting: 2, finished: 4, total: 6 } } },
  [at.notices]: { body: list('yunzhong', [unread]) },
  [at.read]: { status: 204 },
})

async function open(routes: Parameters<typeof createFakeApi>[0] = good()) {
  const api = createFakeApi(routes)
  await mountBoard({ kind: 'me' }, { begin: bootWithYunzhong() })
  return api
}
async function openSheet(name: RegExp): Promise<void> {
  await press(name)
  await untilDialog()
}

useBoards()

describe('moments on my board', () => {
  test('stand aside; the row says when it was pushed and my own part, not the company’s', async () => {
    await open()
    expect(titles()).toEqual([])
    await press('圈 1')
    expect(titles()).toEqual(['朋友圈 1'])
    expect(text()).toContain('昨天 17:40')
    expect(text()).toContain('我还没发 · 六月新品')
    expect(document.querySelector('.row [role=img]')).toBeNull()
  })

  test('of a job without people draw an empty ring in the sheet', async () => {
    await open({
      ...good(),
      [at.moments]: {
        body: { ...list('yunzhong', [moment(1, { people: { total: 0, finished: 0, waiting: 0 } })]), summary: null },
      },
    })
    await press('圈 1')
    await openSheet(/^朋友圈 1.*17:40/)
    expect(document.querySelectorAll('[role=img] circle')).toHaveLength(1)
  })

  test('alone show how many I have not published', async () => {
    await open()
    await press('圈 1')
    expect(document.querySelector('h2')?.textContent.trim()).toBe('我还没发 1')
  })

  test('tell the whole text, attachments by kind, range and people in the sheet', async () => {
    await open()
    await press('圈 1')
    await openSheet(/^朋友圈 1.*17:40/)
    const words = dialog()?.textContent ?? ''
    expect(words).toContain('上新\n欢迎试吃')
    expect(words).not.toContain('WWME_')
    expect(words).toContain('https://shop.example.com/6')
    expect(words).toContain('全部客户')
    expect(words).toContain('全员')
    expect(words).toContain('共 4 人，完成 3 人，未完成 1 人')
    expect(dialog()?.querySelector('a')).toBeNull()
    expect(dialog()?.querySelector('img')?.getAttribute('src')).toBe('/api/me/moments/1/attachments/0/picture')
    expect(button('复制链接2的链接')).toBeDefined()
  })

  test('that go to some say to whom', async () => {
    const some = { users: ['Happy', 'alncubus'], departments: ['2'], tags: ['t1', 't2'] }
    await open({
      ...good(),
      [at.moments]: { body: { ...list('yunzhong', [moment(1, { visibleRange: some })]), summary: null } },
    })
    await press('圈 1')
    await openSheet(/^朋友圈 1.*17:40/)
    expect(dialog()?.textContent).toContain('2 人 · 1 个部门')
    expect(dialog()?.textContent).not.toContain('alncubus')
    expect(dialog()?.textContent).toContain('有这 2 个标签之一的客户')
  })
})

test('a view that is still loading says so, not that it is empty', async () => {
  await open({ ...good(), [at.notices]: () => new Promise(() => undefined) })
  await press(/^通知/)
  expect(document.querySelector('[aria-label=正在加载]')).not.toBeNull()
  expect(text()).not.toContain('没有未读的通知')
})

describe('notices', () => {
  test('are counted on their chip and have no place among all', async () => {
    await open()
    expect(titles()).toEqual([])
    expect(text()).toContain('1 条未读通知')
    expect(button('要做 –')).toBeDefined()
    expect(button('通知 1').querySelector('.is-badge')?.textContent.trim()).toBe('1')
  })

  test('say who did what to which task, with the actor’s initials and the time', async () => {
    await open()
    await press('通知 1')
    expect(titles()).toEqual(['测试员工 给你分配了「修改任务名称」'])
    expect(document.querySelector('h2')?.textContent.trim()).toBe('未读 1')
    expect(document.querySelector('.row__words')).toBeNull()
    expect(document.querySelector('.row .avatar')?.textContent.trim()).toBe('测')
    expect(document.querySelector('.row__due')?.textContent).toBe('09:47')
  })

  test('are called in their sheet as in their row', async () => {
    await open()
    await press('通知 1')
    await press(/^测试员工 给你分配了/)
    await untilDialog()
    expect(dialog()?.getAttribute('aria-label')).toBe('测试员工 给你分配了「修改任务名称」')
  })

  test('whose avatar may not be loaded fall back to initials', async () => {
    const avatar = 'https://open.work.weixin.qq.com/wwopen/userQRCode?vcode=vc1020a663f6887d1a'
    await open({
      ...good(),
      [at.notices]: { body: list('yunzhong', [notice(4, { actor: { name: '测试员工', avatar } })]) },
    })
    await press('通知 1')
    document.querySelector('.row img')?.dispatchEvent(new Event('error'))
    await flushPromises()
    expect(document.querySelector('.row .avatar')?.textContent.trim()).toBe('测')
  })

  test('tell the task behind them', async () => {
    await open()
    await press('通知 1')
    await openSheet(/^测试员工 给你分配了/)
    const words = dialog()?.textContent ?? ''
    for (const word of ['修改任务名称', '任务描述', '李敏', '进行中', '普通', '6月1日 15:24'])
      expect(words).toContain(word)
  })

  test('are read once they are opened, and leave the list', async () => {
    const api = await open()
    await press('通知 1')
    api.routes[at.read] = () => {
      api.routes[at.notices] = { body: list('yunzhong', [], { counts: { open: 0, overdue: 0, done: 1 } }) }
      return { status: 204 }
    }
    await openSheet(/^测试员工 给你分配了/)
    expect(api.calls()).toContain(at.read)
    expect(dialog()?.textContent).toContain('已标为已读')
    expect(titles()).toEqual([])
    expect(text()).toContain('没有未读的通知')
  })

  test('that could not be marked stay unread, and say why', async () => {
    await open({ ...good(), [at.read]: { status: 409, body: problem('not_marked', 409, 'yunzhong') } })
    await press('通知 1')
    await openSheet(/^测试员工 给你分配了/)
    expect(alerts()).toEqual(['芸众没有记下来，请刷新后再看'])
    expect(button('标为已读').disabled).toBe(false)
    expect(titles()).toEqual(['测试员工 给你分配了「修改任务名称」'])
  })

  test('offer no marking where the tenant has none', async () => {
    await open({ ...good(), [at.notices]: { body: list('yunzhong', [notice(4, { canMarkRead: false })]) } })
    await press('通知 1')
    await openSheet(/^测试员工 给你分配了/)
    expect(() => button('标为已读')).toThrow('0 buttons')
    expect(dialog()?.textContent).toContain('请在芸众里处理')
  })

  test('that were read are one tap away', async () => {
    await open({
      ...good(),
      [at.notices]: ({ query }) =>
        query['status'] === 'done'
          ? { body: list('yunzhong', [notice(9, { status: 'done', title: '评论了任务' })]) }
          : { body: list('yunzhong', [], { counts: { open: 0, overdue: 0, done: 1 } }) },
    })
    await press('通知 0')
    await openSheet(/^已读 1/)
    expect(titles()).toEqual(['评论了任务'])
  })

  test('of an unknown kind without actor and task are shown by their head', async () => {
    const odd = notice(5, { title: '新的通知', noticeType: 'work_overdue', actor: null, task: null })
    await open({ ...good(), [at.notices]: { body: list('yunzhong', [odd]) } })
    await press('通知 1')
    expect(titles()).toEqual(['新的通知'])
    await openSheet(/^新的通知/)
    expect(dialog()?.textContent).toContain('work_overdue')
  })
})
