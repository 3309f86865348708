import { SourceKey } from '#contract/id'
import type { LinkStore } from '../store/store.ts'
import { useridKey } from '../userid.ts'

/**
 * Whose an account in the own order system is: by the import alone, never because a name equals a userid. Null where it is
 * nobody's, or several people's.
 */
export function createAccountHolder({ links }: { links: Pick<LinkStore, 'staffOf'> }) {
  return async (account: string): Promise<string | null> => {
    if (!SourceKey.safeParse(account).success) return null
    const [holder, ...others] = await links.staffOf('qikeliao', [account])
    const isAlone = others.every(({ userid }) => useridKey(userid) === useridKey(holder?.userid ?? ''))
    return holder && isAlone ? holder.userid : null
  }
}

export type AccountHolder = ReturnType<typeof createAccountHolder>
