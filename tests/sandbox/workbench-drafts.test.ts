import { describe, expect, test } from 'vitest'
import { readChatMessage } from '../../src/sandbox/workbench/chat-message.ts'
import { readSettings, writeSettings } from '../../src/sandbox/workbench/settings.ts'
import { useDrafts } from '../../src/sandbox/workbench/useDrafts.ts'

const news = { link: 'https://mp.example.com/s/1', title: '手册', desc: '一页看懂', imgUrl: '' }
const program = { appid: 'wx7f', title: '补货', imgUrl: 'https://a.example.com/1.png', page: 'pages/a/index.html?x=1' }

describe('sendChatMessage', () => {
  test.each([
    [
      { msgtype: 'text', text: { content: '您好' } },
      { kind: 'text', title: '您好', detail: '' },
    ],
    [
      { msgtype: 'news', news },
      { kind: 'news', title: '手册', detail: '一页看懂' },
    ],
    [
      { msgtype: 'miniprogram', miniprogram: program },
      { kind: 'miniprogram', title: '补货' },
    ],
    [
      { msgtype: 'image', image: { mediaid: 'M1' } },
      { kind: 'image', title: '[图片]', detail: 'M1' },
    ],
    [
      { msgtype: 'video', video: { mediaid: 'M2' } },
      { kind: 'video', detail: 'M2' },
    ],
    [
      { msgtype: 'file', file: { mediaid: 'M3' } },
      { kind: 'file', detail: 'M3' },
    ],
  ])('%j becomes a draft', (params, draft) => {
    expect(readChatMessage(params)).toMatchObject(draft)
  })

  test.each([
    {},
    { msgtype: 'text', text: { content: '' } },
    { msgtype: 'text', text: '您好' },
    { msgtype: 'news', news: { ...news, link: 'mp.example.com' } },
    { msgtype: 'news', news: { ...news, imgUrl: '/attachment/1.png' } },
    { msgtype: 'news', news: { ...news, title: '' } },
    { msgtype: 'miniprogram', miniprogram: { ...program, page: 'pages/a/index' } },
    { msgtype: 'miniprogram', miniprogram: { ...program, imgUrl: '' } },
    { msgtype: 'image', image: { mediaid: '' } },
    { msgtype: 'image', image: { mediaId: 'M1' } },
    { msgtype: 'constructor' },
  ])('%j is refused in the client’s words', (params) => {
    expect(readChatMessage(params)).toEqual({
      err_msg: 'sendChatMessage:fail, invalid param, link or img_url is invalid',
    })
  })
})

describe('drafts', () => {
  const text = { kind: 'text', title: '您好', detail: '' } as const
  const image = { kind: 'image', title: '[图片]', detail: 'M1' } as const

  test('wait in the chat in which they were placed, and go out in order before what was typed', () => {
    const drafts = useDrafts()
    drafts.place('a', text)
    drafts.place('b', text)
    drafts.place('a', image)
    expect(drafts.inputOf('a').drafts).toMatchObject([text, image])
    drafts.send('a', '稍等', '/me.svg')
    expect(drafts.inputOf('a').drafts).toEqual([])
    expect(drafts.inputOf('a').sent).toMatchObject([
      { text: '您好', isOwn: true },
      { text: '[图片]', card: 'M1' },
      { text: '稍等', avatar: '/me.svg' },
    ])
    expect(drafts.inputOf('b')).toMatchObject({ drafts: [text], sent: [] })
  })

  test('can be thrown away one by one, and all at once', () => {
    const drafts = useDrafts()
    drafts.place('a', text)
    drafts.place('a', text)
    drafts.discard('a', drafts.inputOf('a').drafts[0]?.id ?? 0)
    expect(drafts.inputOf('a').drafts).toMatchObject([{ id: 2 }])
    drafts.clear()
    expect(drafts.inputOf('a')).toEqual({ drafts: [], sent: [] })
  })
})

test('the address chooses what becomes of sendChatMessage', () => {
  for (const fault of ['never', 'unanswered', 'no_permission', 'cancel']) {
    const settings = readSettings(`#call.sendChatMessage=${fault}`)
    expect(settings.callFaults.sendChatMessage).toBe(fault)
    expect(writeSettings(settings)).toBe(`#call.sendChatMessage=${fault}`)
  }
  expect(readSettings('#call.sendChatMessage=x').callFaults.sendChatMessage).toBe('none')
})
