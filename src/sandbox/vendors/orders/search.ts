import type { Customer } from './entities.ts'
import type { Match } from './matching.ts'
import type { Question } from './questions.ts'
import { Refusal } from './voice.ts'

const shortest = 3
const isPhone = (text: string) => /^1\d{10}$/.test(text)

/** A phone fits in full only, since a part of one would let phones be guessed. */
function reasonsFor(customer: Customer, word: string, phones: ReadonlySet<string>): string[] {
  const { customerId, name } = customer
  const isNamed = word !== '' && (name.toLowerCase().includes(word) || customerId.toLowerCase() === word)
  return [...(customer.phones.some((phone) => phones.has(phone)) ? ['same_phone'] : []), ...(isNamed ? ['name'] : [])]
}

/** Customers whom this member of the staff serves, by a word or by phones. @throws Refusal if the word is too short */
export function searchCustomers(
  customers: readonly Customer[],
  question: Question<'customers.search'>,
): Match['candidates'] {
  const { q, phones = [], limit, staff } = question
  const word = q?.trim().toLowerCase() ?? ''
  if (word === '' && !phones?.length) throw new Refusal('bad_request', 'neither q nor phones')
  if (word !== '' && [...word].length < shortest) throw new Refusal('bad_request', 'q is shorter than three characters')
  const whole = new Set([...(phones ?? []), word].filter(isPhone))
  return customers
    .filter(({ managers }) => managers.includes(staff.userid))
    .map((customer) => ({ customer, reasons: reasonsFor(customer, word, whole) }))
    .filter(({ reasons }) => reasons.length > 0)
    .slice(0, limit)
}
