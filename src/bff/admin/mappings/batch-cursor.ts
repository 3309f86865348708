import { AppError } from '../../errors.ts'
import type { BatchPlace } from '../../store/mapping-store.ts'

/** The address of the page after this batch. */
export const placeAfter = ({ at, id }: BatchPlace): string => `${at}_${id}`

/** @throws bad_cursor */
export function afterPlace(cursor: string): BatchPlace {
  const [, at, id] = /^(\d{1,15})_([\w-]{1,64})$/.exec(cursor) ?? []
  if (at === undefined || id === undefined) throw new AppError('bad_cursor', { detail: 'query.cursor' })
  return { at: Number(at), id }
}
