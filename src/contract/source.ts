import { z } from 'zod'

/** The systems that work comes from, in the order in which the board lists them. */
export const sourceIds = ['youmi', 'waiqin', 'tanma', 'yunzhong', 'orders'] as const

export const SourceId = z.enum(sourceIds)
export type SourceId = z.infer<typeof SourceId>

/** Sources with customers of their own: a link says which contact one of them is. */
export const LinkedSourceId = z.enum(['youmi', 'waiqin', 'orders'])
export type LinkedSourceId = z.infer<typeof LinkedSourceId>
