import type { Order } from '#contract/order'
import { seen } from '../../wire/seen.ts'

type Receiver = NonNullable<Order['receiver']>
type Told = Record<keyof Receiver, string | null>

const mostParts = 2
/** 江苏省, 南京市, 阿坝州; or by itself what names no street, estate or house: 江苏, 南京. */
const place = /^(?:\p{sc=Han}{1,7}(?:省|市|州|盟|地区|自治区|特别行政区)|\p{sc=Han}{2,4})$/u
/** What a street or a house has in its name; 路桥 is a district. */
const smaller = /\d|路(?!桥$)|[街巷弄号栋幢室苑园]|公寓|大厦|广场|单元|大道|小区|胡同/
/** Written as one: 江苏省南京市玄武区…. */
const joined = /^(\p{sc=Han}{2,7}?(?:省|自治区|特别行政区|市))(\p{sc=Han}{1,7}?(?:市|州|盟|地区))?/u
const wholePhone = 11

const digitsOf = (text: string): string => text.replaceAll(/\D/g, '')

/** 李* of 李四, and of what the company has masked already. */
function maskName(name: string | null): string | null {
  const [first] = seen(name) ?? ''
  return first === undefined ? null : `${first}*`
}

/** At most three digits at its beginning and four at its end, of a short one only the last two. */
function maskPhone(phone: string | null): string | null {
  if (phone === null || digitsOf(phone) === '') return null
  const parts = phone.split(/[*•x×]+/i).map(digitsOf)
  const [digits = '', end = digits] = [parts[0], parts.at(-1)]
  if (parts.length > 1) return `${digits.slice(0, 3)}****${end.slice(-4)}`
  return digits.length < wholePhone ? `****${digits.slice(-2)}` : `${digits.slice(0, 3)}****${digits.slice(-4)}`
}

/** Province and city. Null where it may be more than that. */
function maskRegion(region: string | null): string | null {
  const text = region?.normalize('NFKC') ?? ''
  if (smaller.test(text)) return null
  const parts = text.split(/[\s,，/·-]+/).filter((part) => part !== '')
  const [first = ''] = parts
  const named = parts.slice(0, mostParts).filter((part) => place.test(part))
  if (place.test(first)) return named.join(' ')
  const [, province, city] = joined.exec(first) ?? []
  return province === undefined ? null : [province, city].filter(Boolean).join(' ')
}

/** Of who receives the goods, what a chat tool may know, whatever the company has sent. */
export function maskReceiver(told: Told | null): Receiver | null {
  if (!told) return null
  const receiver = { name: maskName(told.name), phone: maskPhone(told.phone), region: maskRegion(told.region) }
  return Object.values(receiver).every((part) => part === null) ? null : receiver
}
