import type { Order } from '#contract/order'
import { seen } from '../../wire/seen.ts'

type Receiver = NonNullable<Order['receiver']>
type Told = Record<keyof Receiver, string | null>

const longestRegion = 20
const mostParts = 2
/** What follows a province and a city. 路桥 is a district. */
const street = /路(?!桥)|[街巷弄号栋幢室]|单元|大道|小区|胡同/
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
  if (text === '' || text.length > longestRegion || /\d/.test(text)) return null
  const parts = text.split(/[\s,，/·-]+/).filter((part) => part !== '')
  const some = parts.slice(0, mostParts)
  return some.length === 0 || some.some((part) => street.test(part)) ? null : some.join(' ')
}

/** Of who receives the goods, what a chat tool may know, whatever the company has sent. */
export function maskReceiver(told: Told | null): Receiver | null {
  if (!told) return null
  const receiver = { name: maskName(told.name), phone: maskPhone(told.phone), region: maskRegion(told.region) }
  return Object.values(receiver).every((part) => part === null) ? null : receiver
}
