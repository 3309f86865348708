import { z } from 'zod'
import { CustomerId, ExternalUserId, SafeUrl, Minor, Currency, Text, Time } from './scalars.ts'

export const IdentityType = z.enum(['external_userid', 'unionid', 'customer_id', 'phone'])

/** How we know it: told by WeCom, confirmed by a salesperson, or a number that a salesperson wrote. */
const Proof = z.enum(['wecom', 'linked', 'typed'])

export const Identity = z.object({ type: IdentityType, value: z.string().min(1).max(128), proof: Proof })

/** Who is asked about. The external_userid is always among them. */
export const AskedCustomer = z.object({ identities: z.array(Identity).min(1).max(20) }).meta({ id: 'AskedCustomer' })

/** Who was found. */
export const Customer = z
  .object({
    customerId: CustomerId,
    name: z.string().nullish(),
    level: z.string().nullish(),
    matchedBy: z.array(IdentityType).min(1),
    url: SafeUrl.nullish(),
  })
  .meta({ id: 'Customer' })

/** Somebody who may be meant, for a salesperson to choose. The subtitle is masked. */
export const Candidate = z
  .object({ customerId: CustomerId, title: Text, subtitle: z.string(), reasons: z.array(z.string()) })
  .meta({ id: 'Candidate' })

/** For the card of the customer: what has been ordered since a day. Our own addition, and optional. */
export const Summary = z
  .object({
    since: Time,
    orders: z.int().nonnegative(),
    amount: z.object({ currency: Currency, payable: Minor }),
    lastOrderAt: Time.nullable(),
  })
  .meta({ id: 'Summary' })

/** Whom an order of `orders.mine` belongs to, in WeCom's words. */
export const OrderOwner = z.object({ externalUserId: ExternalUserId.nullish() })
