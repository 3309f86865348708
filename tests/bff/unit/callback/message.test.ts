import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readCreatedAt, readEncrypted, readEvent } from '../../../../src/bff/callback/message.ts'

const event = (fields: Record<string, string>) =>
  `<xml>${Object.entries(fields)
    .map(([name, value]) => `<${name}><![CDATA[${value}]]></${name}>`)
    .join('')}</xml>`

const contact = { Event: 'change_external_contact', UserID: 'zhangsan', ExternalUserID: 'wmCustomer-_1' }
const chat = { Event: 'change_external_chat', ChatId: 'wrGroup1' }
const person = { Event: 'change_contact', ChangeType: 'update_user', UserID: 'zhangsan', CreateTime: '1700000000' }

describe('a body', () => {
  it('gives what it seals, in CDATA or plain', () => {
    expect(
      readEncrypted('<xml><ToUserName><![CDATA[ww1]]></ToUserName><Encrypt><![CDATA[a+/=]]></Encrypt></xml>'),
    ).toBe('a+/=')
    expect(readEncrypted('<?xml version="1.0"?>\n<xml>\n <Encrypt>0012</Encrypt>\n</xml>')).toBe('0012')
  })

  it.each([
    ['nothing', ''],
    ['no XML', '{"xml":{"Encrypt":"a"}}'],
    ['another root', '<a><Encrypt>a</Encrypt></a>'],
    ['no seal', '<xml><ToUserName>a</ToUserName></xml>'],
    ['an empty seal', '<xml><Encrypt></Encrypt></xml>'],
    ['two seals', '<xml><Encrypt>a</Encrypt><Encrypt>b</Encrypt></xml>'],
    ['a seal with parts', '<xml><Encrypt><b>a</b></Encrypt></xml>'],
    ['an open end', '<xml><Encrypt>a</Encrypt>'],
    ['a prototype', '<__proto__><Encrypt>a</Encrypt></__proto__>'],
    ['a DOCTYPE', '<!DOCTYPE xml><xml><Encrypt>a</Encrypt></xml>'],
    ['a depth without end', `${'<a>'.repeat(10_000)}${'</a>'.repeat(10_000)}`],
    [
      'an entity of a file',
      '<!DOCTYPE xml [<!ENTITY f SYSTEM "file:///etc/passwd">]><xml><Encrypt>&f;</Encrypt></xml>',
    ],
    ['a billion laughs', '<!doctype x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><xml><Encrypt>&b;</Encrypt></xml>'],
  ])('that holds %s gives nothing', (_name, body) => {
    expect(readEncrypted(body)).toBeNull()
  })

  it('has its entities left alone', () => {
    expect(readEncrypted('<xml><Encrypt>&amp;&#65;</Encrypt></xml>')).toBe('&amp;&#65;')
  })

  it('of any kind gives a text or nothing, and throws never', () => {
    const pieces = [
      '<xml>',
      '</xml>',
      '<Encrypt>',
      '</Encrypt>',
      '<![CDATA[',
      ']]>',
      '<!--',
      '-->',
      '<?',
      '&',
      'a',
      '<',
    ]
    const soup = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string()), { maxLength: 20 })
    fc.assert(
      fc.property(soup, (parts) => {
        expect(['string', 'object']).toContain(typeof readEncrypted(parts.join('')))
        expect(readEvent(parts.join(''))).toEqual({ kind: 'other' })
      }),
      { numRuns: 1000 },
    )
  })
})

describe('an event', () => {
  it.each([
    'add_external_contact',
    'edit_external_contact',
    'add_half_external_contact',
    'del_external_contact',
    'del_follow_user',
    'transfer_fail',
    'something_new',
  ])('%s is about its contact', (ChangeType) => {
    expect(readEvent(event({ ...contact, ChangeType }))).toEqual({ kind: 'contact', externalUserId: 'wmCustomer-_1' })
  })

  it.each([
    ['create', '', true],
    ['update', 'change_owner', true],
    ['update', 'something_new', true],
    ['update', 'add_member', false],
    ['update', 'del_member', false],
    ['update', 'change_name', false],
    ['dismiss', '', false],
  ])('%s %s is about its group', (ChangeType, UpdateDetail, mayHaveNewOwner) => {
    const told = readEvent(event({ ...chat, ChangeType, ...(UpdateDetail ? { UpdateDetail } : {}) }))
    expect(told).toEqual({ kind: 'chat', chatId: 'wrGroup1', mayHaveNewOwner })
  })

  it.each([
    ['delete_user', {}, 'deleted'],
    ['update_user', { NewUserID: 'lisi' }, 'renamed'],
    ['update_user', { Status: '2' }, 'gone'],
    ['update_user', { Status: '5' }, 'gone'],
    ['update_user', { Status: '1' }, null],
    ['update_user', { NewUserID: 'ZhangSan' }, null],
    ['update_user', { NewUserID: '' }, null],
    ['create_user', {}, null],
    ['delete_party', {}, null],
  ])('%s %o is about who left', (ChangeType, fields, how) => {
    const told = readEvent(event({ ...person, ChangeType, ...fields }))
    const left = { kind: 'person', userid: 'zhangsan', how, at: 1_700_000_000_000 }
    expect(told).toEqual(how === null ? { kind: 'other' } : left)
  })

  it('names who can no longer see the app as its sender, and may say no time', () => {
    const told = readEvent(event({ Event: 'unsubscribe', FromUserName: 'zhangsan' }))
    expect(told).toEqual({ kind: 'person', userid: 'zhangsan', how: 'gone', at: null })
  })

  it('does its work where a name in it has an ampersand that is not escaped', () => {
    const id = '<ExternalUserID>wm0012</ExternalUserID>'
    const names = [
      '<Name>A & B</Name>',
      '<Name>&</Name>',
      '<Name><![CDATA[A & B &amp; C]]></Name>',
      '<Name>&amp;&;&x</Name>',
    ]
    for (const name of names)
      expect(readEvent(`<xml><Event>change_external_contact</Event>${name}${id}</xml>`)).toEqual({
        kind: 'contact',
        externalUserId: 'wm0012',
      })
    expect(
      readEvent(`<xml><Event>change_external_contact</Event><ExternalUserID>wm&0012</ExternalUserID></xml>`),
    ).toEqual({
      kind: 'other',
    })
  })

  it('is read in no time where it opens without end', () => {
    const began = performance.now()
    expect(readEvent('<![CDATA['.repeat(6000))).toEqual({ kind: 'other' })
    expect(performance.now() - began).toBeLessThan(1000)
  })

  it('keeps digits as the text that they are', () => {
    const told = readEvent('<xml><Event>change_external_contact</Event><ExternalUserID>wm0012</ExternalUserID></xml>')
    expect(told).toEqual({ kind: 'contact', externalUserId: 'wm0012' })
  })

  it.each([
    ['of another kind', event({ Event: 'change_external_tag', ChangeType: 'update', Id: '1' })],
    ['without an id', event({ Event: contact.Event, ChangeType: 'add_external_contact' })],
    ['with an id of another kind', event({ ...contact, ExternalUserID: '../../secret' })],
    ['with an id that has no end', event({ ...chat, ChatId: `wr${'a'.repeat(100)}` })],
    ['that is a message', '<xml><MsgType>text</MsgType><Content>hello</Content></xml>'],
    ['that is no XML', 'success'],
  ])('%s is none of ours', (_name, text) => {
    expect(readEvent(text)).toEqual({ kind: 'other' })
  })
})

describe('the time of a message', () => {
  it.each([
    ['1700000000', 1_700_000_000_000],
    ['0', null],
    ['-1', null],
    ['1e9', null],
    ['17000000000000000', null],
    ['', null],
  ])('%j is read as %j', (CreateTime, createdAt) => {
    expect(readCreatedAt(event({ ...contact, CreateTime }))).toBe(createdAt)
  })

  it('is not known of what says none, or is no message', () => {
    expect(readCreatedAt(event(contact))).toBeNull()
    expect(readCreatedAt('success')).toBeNull()
  })
})
