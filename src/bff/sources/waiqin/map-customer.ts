import { z } from 'zod'
import type { Mapper } from '../../mirror/mapper.ts'
import type { FieldCustomerRow } from '../../store/mirror-stores.ts'
import { cut, longest } from '../../wire/bounds.ts'
import { phonesOf } from './phones.ts'
import type { WireCustomer } from './wire.ts'

/**
 * What is known of a customer in addition to its name, managers and phones. `protect-customer.ts` seals it before it is kept,
 * and leaves the two fields empty for the version before, which needs them.
 */
export const CustomerBody = z.object({
  linkman: z.string().nullable(),
  address: z.string().nullable(),
  sealed: z.string().optional(),
})
export type CustomerBody = z.infer<typeof CustomerBody>

const isId = (id: string): boolean => id.length <= longest.id

export function toCustomerRow(wire: WireCustomer): FieldCustomerRow {
  const linkmen = [wire, ...wire.linkmans]
  const numbers = [wire.cm_tel, ...linkmen.flatMap((man) => [man.cm_linkman_mobile, man.cm_linkman_office_tel])]
  const body: CustomerBody = {
    linkman: linkmen.find(({ cm_linkman_name }) => cm_linkman_name)?.cm_linkman_name ?? null,
    address: wire.cm_addr,
  }
  return {
    customerId: wire.id,
    name: cut(wire.cm_name ?? wire.cm_code ?? wire.id, longest.title),
    managerIds: [...new Set(wire.cm_manager_id.flatMap((ids) => ids?.split(/[\s|/]+/) ?? []))].filter(isId),
    phones: [...new Set(numbers.flatMap(phonesOf))],
    body,
  }
}

export const customerMapper: Mapper<typeof toCustomerRow, CustomerBody> = {
  version: 3,
  toRow: toCustomerRow,
  body: CustomerBody,
}
