import { z } from 'zod'
import { Currency, SafeUrl, Minor, Text, Time } from './scalars.ts'

export const AfterSales = z
  .object({
    status: z.enum(['requested', 'approved', 'returning', 'refunding', 'refused', 'done']),
    text: z.string(),
    at: Time,
  })
  .meta({ id: 'AfterSales' })

export const Amounts = z
  .object({
    currency: Currency,
    /** What was ordered, after a cancellation, too. */
    payable: Minor,
    paid: Minor,
    refunded: Minor,
    discount: Minor.nullish(),
    shipping: Minor.nullish(),
  })
  .meta({ id: 'Amounts' })

export const Item = z
  .object({
    sku: z.string().nullish(),
    name: Text,
    options: z.string().nullish(),
    /** A decimal text for goods by weight. */
    quantity: z.union([z.int().nonnegative(), z.string().regex(/^\d+(\.\d+)?$/)]),
    unitPrice: Minor,
    total: Minor,
    imageUrl: SafeUrl.nullish(),
  })
  .meta({ id: 'Item' })

/** All of it masked; the region without a street. */
export const Receiver = z
  .object({ name: z.string().nullish(), phone: z.string().nullish(), region: z.string().nullish() })
  .meta({ id: 'Receiver' })

export const Parcel = z
  .object({
    carrier: Text,
    carrierCode: z.string().nullish(),
    trackingNumber: z.string(),
    status: z.enum(['created', 'in_transit', 'delivering', 'signed', 'exception', 'unknown']),
    shippedAt: Time.nullish(),
    signedAt: Time.nullish(),
    url: SafeUrl.nullish(),
  })
  .meta({ id: 'Parcel' })

export const Link = z
  .object({
    rel: z.enum(['view', 'pay', 'invoice', 'logistics', 'other']),
    title: Text,
    url: SafeUrl,
    /** Only what is meant for customers may be placed in the chat. */
    audience: z.enum(['staff', 'customer']),
  })
  .meta({ id: 'Link' })

/** Plain text, in the detail only. */
export const Remark = z
  .object({ from: z.enum(['customer', 'staff']), text: z.string(), at: Time })
  .meta({ id: 'Remark' })

export const Field = z.object({ label: Text, value: z.string() }).meta({ id: 'Field' })
