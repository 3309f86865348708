import { z } from 'zod'
import type { Mapper } from '../../mirror/mapper.ts'
import type { FieldCustomerRow } from '../../store/mirror-stores.ts'
import type { WireCustomer } from './wire.ts'

/** What the store keeps of a customer in addition to its name, managers and phones. */
export const CustomerBody = z.object({ linkman: z.string().nullable(), address: z.string().nullable() })
export type CustomerBody = z.infer<typeof CustomerBody>

/** Digits only, without the country code 86, so that phones from two systems can be compared. */
export function phoneOf(text: string | null): string | null {
  const digits = text?.replaceAll(/\D/g, '').replace(/^(?:00)?86(?=1\d{10}$)/, '') ?? ''
  return digits.length >= 7 ? digits : null
}

export function toCustomerRow(wire: WireCustomer): FieldCustomerRow {
  const linkmen = [wire, ...(wire.linkmans ?? [])]
  const numbers = [wire.cm_tel, ...linkmen.flatMap((man) => [man.cm_linkman_mobile, man.cm_linkman_office_tel])]
  const body: CustomerBody = {
    linkman: linkmen.find(({ cm_linkman_name }) => cm_linkman_name)?.cm_linkman_name ?? null,
    address: wire.cm_addr,
  }
  return {
    customerId: wire.id,
    name: wire.cm_name ?? wire.cm_code ?? wire.id,
    managerIds: [
      ...new Set(
        (wire.cm_manager_id ?? '')
          .split(',')
          .map((id) => id.trim())
          .filter(Boolean),
      ),
    ],
    phones: [...new Set(numbers.map(phoneOf).filter((phone) => phone !== null))],
    body,
  }
}

export const customerMapper: Mapper<typeof toCustomerRow, CustomerBody> = {
  version: 1,
  toRow: toCustomerRow,
  body: CustomerBody,
}
