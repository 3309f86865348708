import { z } from 'zod'
import { readKept } from '../../mirror/mapper.ts'
import type { Seal } from '../../secrets/seal.ts'
import type { FieldCustomerRow } from '../../store/mirror-stores.ts'
import { CustomerBody, type customerMapper } from './map-customer.ts'

/** Who answers for a customer, and where it is: what tells two shops of one name apart. */
const Details = z.object({ linkman: z.string().nullable(), address: z.string().nullable() })

const none = { linkman: null, address: null }
const phone = 'phone of a field customer'
const ownerOf = (customerId: string): string => `field customer ${customerId}`

/** By a keyed hash: phones are compared, and never shown. */
export const phoneKeysOf = (seal: Seal, phones: readonly string[]): string[] =>
  phones.flatMap((number) => seal.hashes(number, phone))

/** The row as it may be kept: phones as keyed hashes, linkman and address sealed. */
export async function protect(seal: Seal, row: FieldCustomerRow): Promise<FieldCustomerRow> {
  const phones = row.phones.map((number) => seal.hash(number, phone))
  const { linkman, address } = Details.parse(row.body)
  const body = { ...CustomerBody.loose().parse(row.body), ...none }
  if (linkman === null && address === null) return { ...row, phones, body }
  const sealed = await seal.seal(JSON.stringify({ linkman, address }), ownerOf(row.customerId))
  return { ...row, phones, body: { ...body, sealed } }
}

/** Who answers for it, and where it is; null where no present key opens that: the next pass of the mirror seals it anew. */
export async function subtitleOf(
  seal: Seal,
  mapper: typeof customerMapper,
  { customerId, body }: Pick<FieldCustomerRow, 'customerId' | 'body'>,
): Promise<string | null> {
  const { sealed } = readKept(mapper.body, body)
  const text = sealed === undefined ? null : await seal.open(sealed, ownerOf(customerId))
  if (text === null) return null
  const { linkman, address } = Details.parse(JSON.parse(text))
  return [linkman, address].filter(Boolean).join(' · ') || null
}
