import { describe, expect, it } from 'vitest'
import { createAvatar } from '../../../../src/bff/sources/yunzhong/notices/avatar.ts'
import { openEnvelope } from '../../../../src/bff/sources/yunzhong/envelope.ts'
import { createJar } from '../../../../src/bff/sources/yunzhong/jar.ts'
import { readContentList, toAttachments, toPieces } from '../../../../src/bff/sources/yunzhong/map-content.ts'
import { toNoticeBody } from '../../../../src/bff/sources/yunzhong/notices/map-notice.ts'
import { toPush, toPushBody } from '../../../../src/bff/sources/yunzhong/pushes/map-push.ts'
import { plainText } from '../../../../src/bff/wire/plain-text.ts'
import { WireJob, WireNotice, WirePush } from '../../../../src/bff/sources/yunzhong/wire.ts'

describe('plain text', () => {
  it.each([
    ['<p style="color: red">你好</p><p>陈总</p>', '你好\n陈总'],
    ['一<br>二<br/>三<BR />四', '一\n二\n三\n四'],
    ['<div><span style="x">a</span></div>', 'a'],
    ['3 < 5 且 7 > 2，<3', '3 < 5 且 7 > 2，<3'],
    ['&lt;b&gt; &amp;amp; &#20013;&#x6587;&nbsp;&hellip; &nope;', '<b> &amp; 中文 … &nope;'],
    ['<script>alert(1)</script>a<style>p{}</style><!-- b -->c', 'ac'],
    ['<img src=x onerror=alert(1)>图', '图'],
    ['一\r\n\r\n\r\n\r\n二', '一\n\n二'],
    ['&#0;&#99999999;&#x110000;', '&#0;&#99999999;&#x110000;'],
    ['https://a.cn/?a=1&copy=2&region=3', 'https://a.cn/?a=1&copy=2&region=3'],
    ['<p>打折</p>a<b 就打折', '打折\na<b 就打折'],
    ['<p title="1 > 0">图</p><script>if (2 > 1) a', '图'],
    ['', ''],
  ])('%j reads %j', (html, text) => {
    expect(plainText(html)).toBe(text)
  })

  it('is quick with hostile text', () => {
    const began = performance.now()
    plainText('<p '.repeat(50_000))
    plainText('<!--'.repeat(50_000))
    plainText('<style>'.repeat(50_000))
    plainText(`${'<b '.repeat(50_000)}>`)
    plainText(' \t'.repeat(50_000))
    plainText('<b>'.repeat(200_000))
    expect(performance.now() - began).toBeLessThan(2_000)
  })
})

describe('the content list', () => {
  it('keeps the order in which the vendor wrote its keys', () => {
    const text = '{"7":{"a":"{\\"x\\":1}"},"2":{"b":[{"c":1}]},"a:b":{"d":2}}'
    expect(readContentList(text).map(([key]) => key)).toEqual(['7', '2', 'a:b'])
  })

  it('may come as an array, an object, or not at all', () => {
    expect(readContentList('[{"type":"text"}]')).toEqual([['0', { type: 'text' }]])
    expect(readContentList([{ type: 'text' }, 1])).toEqual([
      ['0', { type: 'text' }],
      ['1', 1],
    ])
    expect(readContentList({ '3': 1 })).toEqual([['3', 1]])
    for (const nothing of ['', 'null', '{"a"', 3, null, undefined]) expect(readContentList(nothing)).toEqual([])
  })

  it('maps every kind that is documented', () => {
    const pieces = toPieces(
      JSON.stringify({
        '0': { type: 'text', news: '<b>好</b>' },
        '1': { type: 'image', link_img: 'https://a.cn/1.png', media_id: 'm1' },
        '2': { type: 'link', title: 't', link: 'https://a.cn', describe: 'd', link_img: 'https://a.cn/2.png' },
        '3': { type: 'applet', title: 't', appid: 'wx1', page: 'p.html', link_img: '' },
        '4': { type: 'video', link_video: 'https://a.cn/3.mp4', media_id: '' },
        '5': { type: 'file', link_file: null, media_id: 'm2' },
      }),
    )
    expect(pieces.map(({ content }) => content)).toEqual([
      { type: 'text', text: '好' },
      { type: 'image', url: 'https://a.cn/1.png', mediaId: 'm1' },
      { type: 'link', title: 't', url: 'https://a.cn', description: 'd', imageUrl: 'https://a.cn/2.png' },
      { type: 'mini_program', title: 't', appId: 'wx1', page: 'p.html', imageUrl: null },
      { type: 'video', url: 'https://a.cn/3.mp4', mediaId: null },
      { type: 'file', url: null, mediaId: 'm2' },
    ])
  })

  it('shows what it does not know as it came, and no link that is not of the web', () => {
    const raw = [
      { type: 'poll', title: 'x' },
      { type: 'link', link: 'javascript:alert(1)' },
      { type: 'applet' },
      'text',
    ]
    expect(toPieces(raw).map(({ content }) => content)).toEqual(
      raw.map((item) => ({ type: 'unknown', raw: JSON.stringify(item) })),
    )
    const [image] = toPieces([{ type: 'image', link_img: 'javascript:alert(1)', media_id: 'm' }])
    expect(image?.content).toEqual({ type: 'image', url: null, mediaId: 'm' })
  })
})

describe('the attachments of a moment', () => {
  it('bears a piece that is nested deeper than it could be written, and a list of any length', () => {
    const deep = `{"type":"odd","x":${'['.repeat(400_000)}${']'.repeat(400_000)}}`
    expect(toPieces([JSON.parse(deep)])).toEqual([{ key: '0', content: { type: 'unknown', raw: '' } }])
    const long = JSON.stringify({ b: { type: 'text', news: '\n'.repeat(3_000_000) }, a: {} })
    expect(readContentList(long).map(([key]) => key)).toEqual(['b', 'a'])
  })

  it('are WeCom’s own kinds', () => {
    const attachments = [
      { msgtype: 'image', image: { media_id: 'm1' } },
      { msgtype: 'video', video: { media_id: 'm2' } },
      { msgtype: 'link', link: { title: 't', url: 'https://a.cn', media_id: 'm3' } },
      { msgtype: 'location' },
      null,
    ]
    const { content } = WireJob.parse({ id: 1, content: { attachments } })
    expect(toAttachments(content?.attachments ?? [])).toEqual([
      { type: 'image', url: null, mediaId: 'm1' },
      { type: 'video', url: null, mediaId: 'm2' },
      { type: 'link', title: 't', url: 'https://a.cn', description: null, imageUrl: null },
      { type: 'unknown', raw: '{"msgtype":"location"}' },
    ])
  })
})

describe('a push', () => {
  const bodyOf = (date: string | null) =>
    toPushBody(WirePush.parse({ id: 7, task_name: ' 回访 ', date, content_list: '{"0":{},"4":{}}' }))

  it.each([
    ['2026-11-20 18:30', '2026-11-20T18:30:00+08:00'],
    ['2026-11-20', '2026-11-20T23:59:59+08:00'],
    ['11月20日', null],
    [null, null],
  ])('of the date %j is due %j', (date, dueAt) => {
    expect(bodyOf(date)).toMatchObject({ title: '回访', dateText: date, dueAt, pieces: 2 })
  })

  it('counts what was placed, and is overdue after its time', () => {
    const due = Date.parse('2026-11-20T18:30:00+08:00')
    const body = bodyOf('2026-11-20 18:30')
    expect(toPush(body, new Map([['4', 1]]), due)).toMatchObject({ placed: 1, overdue: false })
    expect(toPush(body, new Map([['all', 1]]), due + 1)).toMatchObject({ placed: 2, overdue: true })
  })
})

describe('a notice', () => {
  const bodyOf = (more: object) =>
    toNoticeBody(WireNotice.parse({ id: 9, notice_type: 'custom', created_at: '', ...more }), false, () => null)

  it.each([
    [{ body: { head: '头' } }, '头'],
    [{ body: [{ head: '头' }] }, '头'],
    [{ body: [], notice_desc: '说明' }, '说明'],
    [{ body: null }, '通知'],
    [{}, '通知'],
  ])('%j is titled %j', (more, title) => {
    expect(bodyOf(more)).toMatchObject({ title, noticeType: 'custom', actor: null, task: null, createdAt: null })
  })

  it('names the assignee only where a row has his staff id', () => {
    const task = { id: 3, name: 't', staff_uid: 12, status: 9, priority: '1', is_archive: 1 }
    const creator = { id: 11, user_id: '', name: '甲', avatar: '' }
    expect(bodyOf({ has_one_task: task, has_one_creator: creator }).task).toMatchObject({
      assignee: null,
      status: 'unknown',
      statusRaw: 9,
      priority: 1,
      isArchived: true,
    })
    const named = { ...task, has_one_staff: { ...creator, id: 12, name: '乙' } }
    expect(bodyOf({ has_one_task: named, has_one_creator: creator }).task?.assignee).toBe('乙')
  })
})

describe('an avatar', () => {
  const avatar = createAvatar('https://shop.example.com/sub')

  it.each([
    'https://shop.example.com/a.png',
    'https://open.work.weixin.qq.com/x',
    'https://wework.qpic.cn/x',
    'https://thirdwx.qlogo.cn/x',
  ])('of %s is shown', (address) => {
    expect(avatar(address)).toBe(address)
  })

  it.each([
    'http://shop.example.com/a.png',
    'https://shop.example.com.evil.cn/a.png',
    'https://evilqlogo.cn/a.png',
    'https://me@shop.example.com/a.png',
    'data:image/png;base64,AA',
    'nonsense',
    null,
  ])('of %s is not', (address) => {
    expect(avatar(address)).toBeNull()
  })
})

describe('the cookies of a session', () => {
  it('are taken, replaced and taken back', () => {
    const jar = createJar()
    jar.take(['PHPSESSID=a1; path=/; HttpOnly', 'Yz-Token=t; Max-Age=60', 'broken'])
    expect(jar.header()).toBe('PHPSESSID=a1; Yz-Token=t')
    jar.take(['PHPSESSID=b2; Path=/', 'Yz-Token=; expires=Thu, 01-Jan-1970 00:00:01 GMT'])
    expect(jar.header()).toBe('PHPSESSID=b2')
    jar.take(['PHPSESSID=c3; Max-Age=0'])
    expect(jar.header()).toBe('')
  })

  it('come back from what was kept, and cannot carry another header', () => {
    expect(createJar('a=1; b=2').header()).toBe('a=1; b=2')
    const jar = createJar()
    jar.take(['a=1\r\nX-Evil: 1', 'b=ä', `c=${'x'.repeat(9000)}`])
    expect(jar.header()).not.toMatch(/Evil|ä/)
    expect(jar.header().length).toBeLessThan(5000)
  })

  it('go back as they came, and are not without end', () => {
    const jar = createJar()
    jar.take(['PHPSESSID=a%2Bb%3D%3D; expires=Fri, 20-Nov-2026 10:00:00 GMT; Max-Age=7200; path=/; secure'])
    expect(jar.header()).toBe('PHPSESSID=a%2Bb%3D%3D')
    jar.take(Array.from({ length: 100 }, (_, index) => `c${index}=1`))
    expect(jar.header().split('; ')).toHaveLength(20)
  })
})

describe('the envelope', () => {
  const reasonOf = (json: unknown) => {
    try {
      return openEnvelope(json, 'getTask')
    } catch (error) {
      return error
    }
  }

  it('gives the data of a success', () => {
    expect(reasonOf({ result: 1, msg: { uid: 1 }, data: [1] })).toEqual([1])
    expect(reasonOf({ result: '1', data: { status: 1 } })).toEqual({ status: 1 })
  })

  it.each([
    [0, 'expired'],
    [1, 'expired'],
    [2, 'refused'],
    [-1, 'refused'],
    [-2, 'refused'],
  ])('of login_status %i is %s: only a session that is over can be renewed', (status, reason) => {
    const data = { login_status: status, login_url: 'https://shop.example.com' }
    expect(reasonOf({ result: 0, msg: '请登录', data })).toMatchObject({ reason })
    expect(reasonOf({ status: 0, data })).toMatchObject({ reason })
    expect(reasonOf({ login_status: status })).toMatchObject({ reason })
  })

  it('says log in again for the two other shapes, and not for what looks like them', () => {
    expect(reasonOf({ result: 0, msg: '', data: { status: -2 } })).toMatchObject({ reason: 'expired' })
    expect(reasonOf({ result: 1, msg: '', data: { status: -5 } })).toMatchObject({ reason: 'expired' })
    expect(reasonOf({ result: 1, msg: '', data: { status: -2 } })).toEqual({ status: -2 })
    expect(reasonOf({ result: 0, msg: '', data: [] })).toMatchObject({ reason: 'refused' })
  })

  it('tells the refusals that an operator can mend', () => {
    expect(reasonOf({ result: 0, msg: 'Sorry,您没有操作权限', data: [] })).toMatchObject({
      vendorCode: 'no_permission',
    })
    expect(reasonOf({ result: 0, msg: '企业管理PC端未开启' })).toMatchObject({ vendorCode: 'plugin_off' })
    expect(reasonOf({ result: 0, msg: '不存在的接口' })).toMatchObject({ reason: 'not_found' })
    expect(reasonOf({ errcode: 500, errmsg: 'invalid appid' })).toMatchObject({ reason: 'refused' })
  })

  it('does not keep the vendor’s words', () => {
    expect(JSON.stringify(reasonOf({ result: 0, msg: '手机 13900000001 zzq' }))).not.toContain('zzq')
    expect(reasonOf('zzq')).toMatchObject({ reason: 'unreadable' })
  })
})
