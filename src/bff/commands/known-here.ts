import { readKnown, type Known } from '../admin/mappings/known.ts'
import type { Asked, Wanted } from '../admin/mappings/wanted.ts'
import { useridKey } from '../userid.ts'
import type { People } from './open-people.ts'

/** What can be checked, and in words what cannot. */
interface KnownHere {
  known: Known
  unchecked: readonly string[]
}

/** Before WeCom's list has been read for the first time, whoever is named is taken for somebody. */
const named = (wanted: readonly Wanted[]): Known['people'] =>
  new Map(
    wanted.map(({ userid }) => [useridKey(userid), { userid, name: userid, departments: [], isLeft: false }] as const),
  )

/** Systems of which nobody's account is known. 企客聊 lists nobody at any time. */
async function unlisted({ store }: People, wanted: readonly Wanted[]): Promise<string[]> {
  const listed = new Set((await store.people.vendor()).map(({ source }) => source))
  const asked = new Set(wanted.map(({ source }) => source))
  return [...asked].filter((source) => source !== 'qikeliao' && !listed.has(source))
}

/** What is known of the people and accounts of a file: less than on the page where the lists have not been read. */
export async function readKnownHere(people: People, { wanted }: Asked): Promise<KnownHere> {
  const known = await readKnown(people.directory)
  const hasMembers = known.people.size > 0
  const members = 'whether WeCom knows these people, and what rules give them: its list has not been read yet'
  const systems =
    "which systems are configured, and what rules give: the server's variables are not set here, or one of them is wrong"
  return {
    known: hasMembers ? known : { ...known, people: named(wanted) },
    unchecked: [
      ...(hasMembers ? [] : [members]),
      ...(await unlisted(people, wanted)).map(
        (source) => `whether these accounts are open in ${source}: nothing of its people has been read`,
      ),
      ...(people.hasSystems ? [] : [systems]),
    ],
  }
}
