import { encrypt } from './cipher.ts'

/** What 企客聊 tells the page that it opens. */
export interface Told {
  /** The user name in the own order system, and its password. */
  user: string
  password: string
  /** The customer's WeChat number, their raw WeChat id, and their phone. */
  wechat: string
  originalId: string
  phone: string
  merchantId: string
  /** `yyyy-MM-dd HH:mm:ss` */
  time: string
  /** Unix seconds. */
  timestamp: number
  /** Six random digits. */
  neber: string
  /** The WeChat number of the operating phone. */
  operator: string
}

/** A query string in this order, with the password and all. */
function bodyOf(told: Told): string {
  const { user, password, wechat, originalId, phone, merchantId, timestamp, neber, operator } = told
  const fields: [name: string, value: string | number][] = [
    ['UserID', user],
    ['Timestamp', timestamp],
    ['WX', wechat],
    ['TEL', phone],
    ['Number', 'P06'],
    ['sign', neber],
    ['merchantid', merchantId],
    ['wechat', operator],
    ['uid', ''],
    ['originalId', originalId],
    ['dockPwd', password],
  ]
  return fields.map(([name, value]) => `${name}=${value}`).join('&')
}

/** The address below the order URL: the body under a key made of everything beside it, the user name under the private key. */
export function addressOf(told: Told, privateKey: string): string {
  const { user, neber, time } = told
  const fields = {
    Type: 'WL',
    PKID: encrypt(bodyOf(told), `${privateKey}?sign=${neber}${user}${time}`),
    time,
    neber,
    UserID: encrypt(user, privateKey),
  }
  const query = Object.entries(fields).map(([name, value]) => `${name}=${encodeURIComponent(value)}`)
  return `/embed/qkl?${query.join('&')}`
}
