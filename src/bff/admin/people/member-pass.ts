import { Userid } from '#contract/admin'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { KeptMember, MemberRow } from '../../store/people-stores.ts'
import { useridKey } from '../../userid.ts'
import { rightsCall, type Directory, type Wecom } from '../../wecom/wecom.ts'
import { pages, Reading, unseenIn, type PeopleKept } from './passes.ts'

const heldBefore = ({ checkpoint }: MirrorContext) => Reading.safeParse(checkpoint).data?.held ?? null

const believable = 5

/** More than is believed of one reading. */
const isTooMuch = (lost: number, of: number): boolean => lost >= believable && lost * 10 > of

type Before = ReadonlyMap<string, KeptMember>

/** Everybody as they were before this reading, by key. */
const membersOf = async ({ people }: PeopleKept): Promise<Before> =>
  new Map((await people.members()).map((member) => [useridKey(member.userid), member]))

/** Who may serve customers stays as it was, where WeCom does not say. */
const withRights = ({ members, refused }: Directory, before: Before): MemberRow[] =>
  refused.includes(rightsCall)
    ? members.map(({ userid, name, departments }) => {
        const hasCustomerRight = before.get(useridKey(userid))?.hasCustomerRight ?? false
        return { userid, name, departments, hasCustomerRight }
      })
    : members

function lossOf(members: readonly MemberRow[], before: Before): { lost: number; of: number } {
  const seen = new Set(members.map(({ userid }) => useridKey(userid)))
  const here = [...before].filter(([, { leftAt }]) => leftAt === null)
  return { lost: here.filter(([key]) => !seen.has(key)).length, of: here.length }
}

/**
 * Reads everybody whom WeCom shows. Who is not told any more has left, unless the list is a part. If they are too many at
 * once, only those whom the next reading does not tell either.
 */
export function createMemberPass(wecom: Pick<Wecom, 'directory'>, { people }: PeopleKept): MirrorPass {
  async function settle(context: MirrorContext, { lost, of }: { lost: number; of: number }): Promise<Reading['held']> {
    const before = heldBefore(context)
    if (isTooMuch(lost, of) && !before) return { people: lost, since: context.startedAt }
    const unseen = unseenIn(context)
    const agreed = isTooMuch(lost, of) && before ? { ...unseen, before: before.since } : unseen
    const left = await people.leave(agreed, context.clock(), context.holder)
    return left < lost ? { people: lost - left, since: context.startedAt } : null
  }

  return async (context) => {
    const told = await wecom.directory(context.signal)
    const { isCut, outside, refused } = told
    const before = await membersOf({ people })
    const members = withRights(told, before).filter(({ userid }) => Userid.safeParse(userid).success)
    const { checkpoint } = context
    for (const rows of pages(members))
      await context.keep({ rows: rows.length, checkpoint, window: null }, (state) => people.putMembers(rows, state))
    const isWhole = members.length > 0 && !isCut && refused.length === 0
    const held = isWhole ? await settle(context, lossOf(members, before)) : heldBefore(context)
    return { people: members.length, isCut, reason: null, outside, refused, held } satisfies Reading
  }
}
