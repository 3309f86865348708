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

/** What is known of the people and accounts of a file: less than on the page where the lists have not been read. */
export async function readKnownHere({ store, directory, hasSystems }: People, { wanted }: Asked): Promise<KnownHere> {
  const known = await readKnown(directory)
  const hasMembers = known.people.size > 0
  const listed = new Set((await store.people.vendor()).map(({ source }) => source))
  const unlisted = [...new Set(wanted.map(({ source }) => source))].filter((source) => !listed.has(source))
  return {
    known: hasMembers ? known : { ...known, people: named(wanted) },
    unchecked: [
      ...(hasMembers ? [] : ['whether WeCom knows these people: its list of them has not been read yet']),
      ...unlisted.map((source) => `whether these accounts are open in ${source}: nothing of its people has been read`),
      ...(hasSystems
        ? []
        : ["which systems are configured, and what rules give: the server's variables are not set here"]),
    ],
  }
}
