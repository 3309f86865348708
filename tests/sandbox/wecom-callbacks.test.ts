import { createDecipheriv, createHash } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import { text } from 'node:stream/consumers'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { cast } from '../../src/sandbox/world/cast.ts'
import { startWecomFixture, type WecomFixture } from './support/wecom-fixture.ts'

let fixture: WecomFixture
let app: Server
let address: string
let received: { query: URLSearchParams; type: string | undefined; body: string }[]
/** The app's answers, in order; after the last one always 200. */
let statuses: number[]
let echo: (word: string) => string

const keys = () => {
  const { WECOM_CALLBACK_TOKEN: token = '', WECOM_CALLBACK_AES_KEY: aesKey = '' } = fixture.wecom.environment
  return { token, key: Buffer.from(`${aesKey}=`, 'base64') }
}

/** Decrypts without any code of the simulator. */
function open(sealed: string): { message: string; receiveId: string } {
  const { key } = keys()
  const decipher = createDecipheriv('aes-256-cbc', key, key.subarray(0, 16)).setAutoPadding(false)
  const plain = Buffer.concat([decipher.update(sealed, 'base64'), decipher.final()])
  expect(plain.length % 32).toBe(0)
  const end = 20 + plain.readUInt32BE(16)
  const message = plain.toString('utf8', 20, end)
  return { message, receiveId: plain.toString('utf8', end, plain.length - (plain.at(-1) ?? 0)) }
}

beforeEach(async () => {
  fixture = await startWecomFixture()
  received = []
  statuses = []
  echo = (word) => word
  app = createServer(async (request, response) => {
    const query = new URL(request.url ?? '', 'http://localhost').searchParams
    if (request.method === 'GET') {
      response.end(echo(open(query.get('echostr') ?? '').message))
      return
    }
    received.push({ query, type: request.headers['content-type'], body: await text(request) })
    response.writeHead(statuses.shift() ?? 200).end()
  })
  await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve))
  const bound = app.address()
  address = `http://127.0.0.1:${typeof bound === 'object' ? bound?.port : 0}/wecom/callback`
})
afterEach(async () => {
  app.closeAllConnections()
  await new Promise((resolve) => app.close(resolve))
  await fixture.wecom.close()
})

const sealedOf = (body = '') => /<Encrypt><!\[CDATA\[([^\]]+)\]\]><\/Encrypt>/.exec(body)?.[1] ?? ''
const lastMessage = () => open(sealedOf(received.at(-1)?.body)).message

describe('the callback', () => {
  test('is sealed for the company, signed over what is sealed, and names the event', async () => {
    await fixture.wecom.setCallbackUrl(address)
    await fixture.wecom.unfollow(cast.seedContact, cast.colleague)
    const [{ query, type, body } = { query: new URLSearchParams(), type: '', body: '' }] = received
    const sealed = sealedOf(body)
    const parts = [keys().token, query.get('timestamp'), query.get('nonce'), sealed].toSorted()
    expect(query.get('msg_signature')).toBe(createHash('sha1').update(parts.join('')).digest('hex'))
    expect(type).toBe('text/xml')
    const { message, receiveId } = open(sealed)
    expect(receiveId).toBe(fixture.world.corpId)
    expect(message).toContain('<Event><![CDATA[change_external_contact]]></Event>')
    expect(message).toContain('<ChangeType><![CDATA[del_external_contact]]></ChangeType>')
    expect(message).toContain(`<ExternalUserID><![CDATA[${cast.seedContact}]]></ExternalUserID>`)
    expect(message).toMatch(/<CreateTime>\d{10}<\/CreateTime>/)
  })

  test('is told of each change, and the world has changed when it is', async () => {
    const { wecom, world } = fixture
    const chat = () => world.chats.find(({ chatId }) => chatId === cast.busyChat)
    await wecom.setCallbackUrl(address)
    await wecom.unfollow(cast.seedContact, cast.colleague, 'customer')
    expect(lastMessage()).toContain('del_follow_user')
    await wecom.follow(cast.seedContact, cast.colleague)
    expect(lastMessage()).toContain('add_external_contact')
    await wecom.setRemark(cast.seedContact, cast.colleague, '小陈')
    expect(lastMessage()).toContain('edit_external_contact')
    await wecom.joinChat(cast.busyChat, cast.idle)
    expect(lastMessage()).toContain('<UpdateDetail><![CDATA[add_member]]></UpdateDetail>')
    expect(chat()?.members.map(({ id }) => id)).toContain(cast.idle)
    await wecom.leaveChat(cast.busyChat, cast.idle)
    expect(lastMessage()).toContain('del_member')
    await wecom.handOverChat(cast.busyChat, cast.colleague)
    expect(lastMessage()).toContain('change_owner')
    expect(chat()).toMatchObject({ owner: cast.colleague })
    await wecom.renameChat(cast.busyChat, '新群名')
    expect(lastMessage()).toContain('change_name')
    await wecom.dismissChat(cast.busyChat)
    expect(lastMessage()).toContain('dismiss')
    expect(chat()).toBeUndefined()
    await wecom.createChat({ chatId: 'wrBrandNew', name: '新群', owner: cast.busiest })
    expect(lastMessage()).toContain('<ChatId><![CDATA[wrBrandNew]]></ChatId>')
    expect(world.chats.at(-1)).toMatchObject({ chatId: 'wrBrandNew', members: [{ id: cast.busiest, type: 1 }] })
  })

  test('is told of colleagues who leave, in the words of each event', async () => {
    const { wecom, world } = fixture
    const userids = () => world.staff.map(({ userid }) => userid)
    await wecom.setCallbackUrl(address)
    await wecom.hideMember('hejing')
    expect(lastMessage()).toContain('<FromUserName><![CDATA[hejing]]></FromUserName>')
    expect(lastMessage()).toContain('<Event><![CDATA[unsubscribe]]></Event>')
    expect(lastMessage()).not.toContain('ChangeType')
    await wecom.showMember('hejing')
    expect(lastMessage()).toContain('<Event><![CDATA[subscribe]]></Event>')
    await wecom.setMemberStatus('hejing', 2)
    expect(lastMessage()).toContain('<ChangeType><![CDATA[update_user]]></ChangeType>')
    expect(lastMessage()).toContain('<Status>2</Status>')
    await wecom.renameMember('hejing', 'hejing2')
    expect(lastMessage()).toContain('<NewUserID><![CDATA[hejing2]]></NewUserID>')
    expect(userids()).toContain('hejing2')
    await wecom.deleteMember('hejing2')
    expect(lastMessage()).toContain('<ChangeType><![CDATA[delete_user]]></ChangeType>')
    expect(lastMessage()).toContain('<UserID><![CDATA[hejing2]]></UserID>')
    expect(userids()).not.toContain('hejing2')
  })

  test('is sent again where it is not taken, three times in all', async () => {
    await fixture.wecom.setCallbackUrl(address)
    statuses = [500, 503]
    await fixture.wecom.unfollow(cast.seedContact, cast.colleague)
    statuses = [500, 500, 500]
    await fixture.wecom.follow(cast.seedContact, cast.colleague)
    expect(fixture.wecom.callbacks).toEqual([
      { changeType: 'del_external_contact', tries: 3, isTaken: true },
      { changeType: 'add_external_contact', tries: 3, isTaken: false },
    ])
    expect(received).toHaveLength(6)
  })

  test('goes nowhere before an address has said the word', async () => {
    echo = (word) => `"${word}"`
    await expect(fixture.wecom.setCallbackUrl(address)).rejects.toThrow('openapi回调地址请求不通过')
    await fixture.wecom.unfollow(cast.seedContact, cast.colleague)
    expect(received).toEqual([])
  })
})
