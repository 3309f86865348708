import { z } from 'zod'
import { Problem } from '#contract/problem'

/** The cast's `seedContact`, who has rows at every vendor, and their salesperson. */
export const contact = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'
export const salesperson = 'mengxiangyu'

/** The source whose failure a list may show. At 芸众, moments use the service account, the others the user's own session. */
export type Owner = 'youmi' | 'waiqin' | 'tanma' | 'pushes' | 'notices' | 'moments' | 'orders' | 'wecom'

interface Part {
  path: string
  owner: Owner
  /** WeCom decides whether the user may see it. */
  isGated: boolean
}

const all = '?status=all&limit=200'
const part = (owner: Owner, path: string, isGated = false): Part => ({ owner, path: `/api/${path}`, isGated })

/** All requests of a linked contact's page, and the user's own lists. */
export const parts: readonly Part[] = [
  part('wecom', `contacts/${contact}`, true),
  part('youmi', `contacts/${contact}/todos${all}`, true),
  part('waiqin', `contacts/${contact}/field-tasks${all}`, true),
  part('tanma', `contacts/${contact}/group-sops${all}`, true),
  part('pushes', `contacts/${contact}/pushes${all}`, true),
  part('orders', `contacts/${contact}/order-tasks${all}`, true),
  part('youmi', `me/todos${all}`),
  part('waiqin', `me/field-tasks${all}`),
  part('tanma', `me/group-sops${all}`),
  part('orders', `me/order-tasks${all}`),
  part('moments', `me/moments${all}`),
  part('notices', `me/notices${all}`),
]

const List = z.object({
  state: z.string(),
  asOf: z.string().nullable(),
  items: z.array(z.looseObject({ id: z.string() })),
  problem: Problem.optional(),
})

/** A card counts as rows, too: the contact and their followers. */
const Card = z.looseObject({ externalUserId: z.string(), followers: z.array(z.looseObject({ userid: z.string() })) })

function rowsOf({ followers, ...card }: z.infer<typeof Card>): Shown['rows'] {
  const others = followers.map((each) => Object.assign({ id: each.userid }, each))
  return [Object.assign({ id: card.externalUserId }, card), ...others]
}

/** One answer of the BFF. */
export interface Shown extends Part {
  status: number
  text: string
  headers: string
  ms: number
  /** `fresh`, `stale unreachable`, `disconnected`, or a Problem's code without its prefix: `unreachable`. */
  state: string
  /** The source named in the problem. */
  blamed: string | null
  asOf: string | null
  rows: readonly { id: string }[]
}

const reasonOf = (code: string) => code.replace('upstream_', '')

function read(status: number, text: string): Pick<Shown, 'state' | 'blamed' | 'asOf' | 'rows'> {
  const json: unknown = JSON.parse(text)
  if (status >= 400) {
    const { code, source = null } = Problem.parse(json)
    return { state: reasonOf(code), blamed: source, asOf: null, rows: [] }
  }
  const list = List.safeParse(json)
  if (!list.success) return { state: 'fresh', blamed: null, asOf: null, rows: rowsOf(Card.parse(json)) }
  const { state, asOf, items, problem } = list.data
  const why = problem ? ` ${reasonOf(problem.code)}` : ''
  return { state: state + why, blamed: problem?.source ?? null, asOf, rows: items }
}

/** Headers that may name secrets and hosts: the session cookie, and the policy with the host of 芸众's pictures. */
const ownHeaders = new Set(['set-cookie', 'content-security-policy'])

/** Requests the whole board at once, as the page does. */
export async function readBoard(origin: string, cookie: string, isRefresh: boolean): Promise<Shown[]> {
  const headers = { cookie, ...(isRefresh ? { 'cache-control': 'no-cache' } : {}) }
  return Promise.all(
    parts.map(async (each) => {
      const began = performance.now()
      const answer = await fetch(origin + each.path, { headers })
      const text = await answer.text()
      const told = [...answer.headers].filter(([name]) => !ownHeaders.has(name)).join('\n')
      const { status } = answer
      return Object.assign({ status, text, headers: told, ms: performance.now() - began }, each, read(status, text))
    }),
  )
}
