import { Userid } from '#contract/admin-id'
import type { MirrorContext, MirrorPass } from '../../mirror/mirror.ts'
import type { KeptMember, MemberRow } from '../../store/people-stores.ts'
import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import { rightsCall, type Directory, type OnRead, type Wecom } from '../../wecom/wecom.ts'
import { heldBefore, lossOf, removeLost } from './losses.ts'
import { pages, type PeopleKept } from './passes.ts'
import type { Reading } from './reading.ts'

/** A write each would be as many as there are calls. */
const departmentsANote = 10

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

const hereIn = (before: Before): string[] => [...before].flatMap(([key, { leftAt }]) => (leftAt === null ? [key] : []))

/** Reads everybody whom WeCom shows. Who is not told any more has left, unless the list is a part. */
export function createMemberPass(
  wecom: Pick<Wecom, 'directory'>,
  { people, mirrors }: PeopleKept & Pick<Store, 'mirrors'>,
): MirrorPass {
  /** Nobody is kept before all are told: until then the pass is as far as its departments. */
  const noteIn =
    ({ checkpoint, keep }: MirrorContext): OnRead =>
    async (done, total) => {
      const reach = { unit: 'parts', done, total } as const
      if (done % departmentsANote === 0) await keep({ rows: 0, checkpoint, window: null, reach }, mirrors.save)
    }

  return async (context) => {
    const { checkpoint, clock, holder } = context
    const directory = await wecom.directory(context.signal, noteIn(context))
    const { isCut, outside, refused } = directory
    const before = await membersOf({ people })
    const members = withRights(directory, before).filter(({ userid }) => Userid.safeParse(userid).success)
    for (const rows of pages(members))
      await context.keep({ rows: rows.length, checkpoint, window: null }, (state) => people.putMembers(rows, state))
    const isWhole = members.length > 0 && !isCut && refused.length === 0
    const told = new Set(members.map(({ userid }) => useridKey(userid)))
    const held = isWhole
      ? await removeLost(context, lossOf(hereIn(before), told), (unseen) => people.leave(unseen, clock(), holder))
      : heldBefore(context)
    return { people: members.length, isCut, reason: null, outside, refused, held } satisfies Reading
  }
}
