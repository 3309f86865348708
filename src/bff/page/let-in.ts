import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { AccountHolder } from '../identity/account-holder.ts'
import { readAddress } from '../qikeliao/address.ts'
import { checkIds, examine, type Rules } from '../qikeliao/examine.ts'
import type { Openings } from '../qikeliao/openings.ts'
import type { Admit, Admitted } from '../session/admit.ts'

export interface LetInDeps {
  rules: Rules
  clock: Clock
  openings: Openings
  holderOf: AccountHolder
  admit: Admit
}

/** `again`: whatever failed. `unknown`: the address is right, and whose account it names is not known here, or not any more. */
type Refusal = 'again' | 'unknown'

export interface LetIn {
  admitted: Admitted
  friendId: string
}

/** `refused` names checks, for the log alone. */
type Outcome = LetIn | { refusal: Refusal; refused: readonly string[] }

/** Who opens the page beside whom, by the query of an address that 企客聊 made. Each works once. */
export function createLetIn({ rules, clock, openings, holderOf, admit }: LetInDeps) {
  /** The link is read again once the person is let in: where the userid was given to somebody else, it was their predecessor's. */
  async function admitHolder(account: string): Promise<Admitted | null> {
    const userid = await holderOf(account)
    if (userid === null) return null
    try {
      const admitted = await admit(userid, { isNamed: false })
      return (await holderOf(account)) === userid ? admitted : null
    } catch (error) {
      if (error instanceof AppError && error.code === 'not_a_member') return null
      throw error
    }
  }

  /** @throws where the database or WeCom does not say */
  return async (query: string): Promise<Outcome> => {
    const address = readAddress(query)
    if (!address) return { refusal: 'again', refused: ['address'] }
    const { checks, opening } = examine(address, rules, clock())
    if (!opening) return { refusal: 'again', refused: checkIds.filter((id) => !checks[id]) }
    if (!(await openings.take(opening))) return { refusal: 'again', refused: ['used'] }
    const admitted = await admitHolder(opening.account)
    return admitted ? { admitted, friendId: opening.friendId } : { refusal: 'unknown', refused: ['staff'] }
  }
}
