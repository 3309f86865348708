import { expect, test } from 'vitest'
import type { Content } from '#contract/content'
import { chatMessageOf } from '../../src/app/host/wecom/chat-message.ts'

const link = {
  type: 'link',
  title: '六月新品',
  url: 'https://shop.example.com/1',
  description: null,
  imageUrl: null,
} as const
const program = {
  type: 'mini_program',
  title: '小程序商城',
  appId: 'wx1',
  page: 'pages/index?id=1',
  imageUrl: 'https://shop.example.com/cover.png',
} as const

test('writes every kind as sendChatMessage takes it', () => {
  expect(chatMessageOf({ type: 'text', text: '您好\n上新了' })).toEqual({
    msgtype: 'text',
    text: { content: '您好\n上新了' },
  })
  expect(chatMessageOf({ ...link, description: '到店试吃' })).toEqual({
    msgtype: 'news',
    news: { link: 'https://shop.example.com/1', title: '六月新品', desc: '到店试吃', imgUrl: '' },
  })
  expect(chatMessageOf(program)).toEqual({
    msgtype: 'miniprogram',
    miniprogram: {
      appid: 'wx1',
      title: '小程序商城',
      imgUrl: 'https://shop.example.com/cover.png',
      page: 'pages/index.html?id=1',
    },
  })
  for (const type of ['image', 'video', 'file'] as const) {
    expect(chatMessageOf({ type, url: null, mediaId: 'WWME_1' })).toEqual({
      msgtype: type,
      [type]: { mediaid: 'WWME_1' },
    })
  }
})

test('keeps a page that already ends as WeCom wants it', () => {
  expect(chatMessageOf({ ...program, page: 'pages/index.html' })).toMatchObject({
    miniprogram: { page: 'pages/index.html' },
  })
})

test.each<[string, Content]>([
  ['an image that has only an address', { type: 'image', url: 'https://shop.example.com/1.png', mediaId: null }],
  ['a video without a media id', { type: 'video', url: null, mediaId: null }],
  ['an empty text', { type: 'text', text: '' }],
  ['a link that is none', { ...link, url: 'javascript:alert(1)' }],
  ['a link without a title', { ...link, title: '' }],
  ['a mini program without a cover', { ...program, imageUrl: null }],
  ['a mini program without a page', { ...program, page: '' }],
  ['a kind that nobody knows', { type: 'unknown', raw: '{}' }],
])('has nothing for %s', (_, content) => {
  expect(chatMessageOf(content)).toBeNull()
})
