import { inShort } from './answer.ts'
import type { Kit } from './check.ts'
import { listOf } from './facts.ts'
import { readListed } from './rows.ts'

/** Pages that are read at most, so that years of orders end. */
const maxPages = 60

export interface Walk {
  ids: string[]
  /** What ended it before its last page; null: it came to the end, or to as many pages as are read. */
  fault: string | null
  isWhole: boolean
}

interface Step {
  cursor: string | null
  seen: Set<string>
  limit: number
}

const faultOf = ({ cursor, seen, limit }: Step, rows: number): string | null => {
  if (rows > limit) return `${rows} orders where limit is ${limit}`
  return cursor !== null && seen.has(cursor) ? 'a cursor came twice: the pages would never end' : null
}

/** Follows `next` through all of a customer's orders. @throws NoAnswer */
export async function walk({ call }: Pick<Kit, 'call'>, externalUserId: string, limit: number): Promise<Walk> {
  const ids: string[] = []
  const seen = new Set<string>()
  let cursor: string | null = null
  for (let page = 0; page < maxPages; page += 1) {
    const answer = await call(listOf(externalUserId, { limit, ...(cursor !== null && { cursor }) }))
    if (answer.status !== 200) return { ids, fault: `${inShort(answer)} on page ${page + 1}`, isWhole: false }
    const { orders, next = null } = readListed(answer)
    ids.push(...orders.map(({ id }) => id))
    const fault = faultOf({ cursor: next, seen, limit }, orders.length)
    if (fault !== null || next === null) return { ids, fault, isWhole: fault === null }
    seen.add(next)
    cursor = next
  }
  return { ids, fault: null, isWhole: false }
}
