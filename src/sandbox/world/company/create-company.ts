import { createRandom } from '../random.ts'
import type { Company, Department, StaffLine } from '../world.ts'
import { createDepartments, createRange } from './departments.ts'
import { inventPeople, type Person } from './invented-people.ts'
import { leavers, named, strays } from './named-people.ts'
import { rangeTest } from './range.ts'
import { createLines, type Owned } from './staff-lines.ts'

/** A vendor has no tree: it has the name of the branch. */
function branchOf(departments: readonly Department[], id: number): string {
  const found = departments.find((each) => each.id === id)
  const isBranch = !found || found.parentId < 3
  return isBranch ? (found?.name ?? '') : branchOf(departments, found.parentId)
}

/** Everybody beside the cast, whose lines are given. The same seed makes the same company. */
export function createCompany(seed: number, cast: { userids: string[]; lines: StaffLine[] }): Company {
  const departments = createDepartments()
  const range = createRange()
  const taken = [...cast.userids, ...[...named, ...leavers].map(({ userid }) => userid)]
  const people = [...named, ...inventPeople(createRandom(seed ^ 0x63_6f), taken)]

  const ownedBy = ({ userid, name, departments: [department = 1], accounts }: Person): Owned[] =>
    accounts.map((account) => ({
      userid,
      account: { name, department: branchOf(departments, department), ...account },
    }))
  const isVisible = rangeTest({ departments, range })
  const hidden = people.filter((person) => !isVisible(person))
  const left = leavers.flatMap((leaver) => ownedBy({ ...leaver, departments: [21] }))
  const { closed, lines, formerLines } = createLines(people.filter(isVisible).flatMap(ownedBy), left)

  return {
    departments,
    range,
    administrators: ['wangfang', 'liqiang'],
    colleagues: people.map(({ accounts: _accounts, ...member }) => member),
    accounts: [...[...people.flatMap(ownedBy), ...left].map(({ account }) => account), ...closed, ...strays],
    hiddenLines: hidden
      .flatMap(ownedBy)
      .map(({ userid, account: { vendor, id } }) => ({ userid, vendor, id, note: '' })),
    formerLines,
    lines: [...cast.lines, ...lines],
  }
}
