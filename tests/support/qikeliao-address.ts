import { createCipheriv } from 'node:crypto'

/** As the simulated company has set them, here and at the vendor. */
export const qikeliao = { QKL_PRIVATE_KEY: 'k3y-PRIVATE', QKL_MERCHANT_ID: '640462692' }

/** What an address is made of. A part that is left out is that of a right one. */
export interface AddressParts {
  /** Epoch ms. */
  at: number
  account: string
  friendId: string
  cipher?: 'cbc' | 'ecb'
  privateKey?: string
  neber?: string
  time?: string
  /** Fields of the body that differ. */
  body?: Record<string, string>
}

const iv = Buffer.from([1, 2, 3, 4, 5, 6, 7, 8])

function keyOf(text: string): Buffer {
  const key = Buffer.alloc(24)
  Buffer.from(text).copy(key)
  return key
}

export function encrypt(text: string | Uint8Array, key: string, cipher: 'cbc' | 'ecb' = 'cbc'): string {
  const made =
    cipher === 'cbc' ? createCipheriv('des-ede3-cbc', keyOf(key), iv) : createCipheriv('des-ede3', keyOf(key), null)
  return Buffer.concat([made.update(Buffer.from(text)), made.final()]).toString('base64')
}

/** `yyyy-MM-dd HH:mm:ss` of China. */
export const chinaTime = (at: number): string =>
  new Date(at + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ')

/** The parameters of an address as 企客聊 makes it. */
export function parametersOf(parts: AddressParts): Record<'Type' | 'PKID' | 'time' | 'neber' | 'UserID', string> {
  const { at, account, friendId, cipher = 'cbc', privateKey = qikeliao.QKL_PRIVATE_KEY, neber = '384920' } = parts
  const time = parts.time ?? chinaTime(at)
  const fields = {
    UserID: account,
    Timestamp: String(Math.floor(at / 1000)),
    WX: 'wxid_secretnumber',
    TEL: '13800001111',
    Number: 'P06',
    sign: neber,
    merchantid: qikeliao.QKL_MERCHANT_ID,
    wechat: 'kkk000001',
    uid: '',
    originalId: friendId,
    dockPwd: 'dock-password-of-the-account',
    ...parts.body,
  }
  const body = Object.entries(fields)
    .map(([name, value]) => `${name}=${value}`)
    .join('&')
  const PKID = encrypt(body, `${privateKey}?sign=${neber}${account}${time}`, cipher)
  return { Type: 'WL', PKID, time, neber, UserID: encrypt(account, privateKey, cipher) }
}

export const pathOf = (parameters: Record<string, string>): string =>
  `/embed/qkl?${Object.entries(parameters)
    .map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
    .join('&')}`

export const addressOf = (parts: AddressParts): string => pathOf(parametersOf(parts))
