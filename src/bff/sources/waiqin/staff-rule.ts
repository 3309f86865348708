import type { Store } from '../../store/store.ts'
import { useridKey } from '../../userid.ts'
import type { StaffRule } from '../source.ts'

const maxPeople = 50_000

/** The rule that a person's source_code is their WeCom userid. A code of two people is nobody's. */
export const createStaffRule = ({ fieldTasks }: Pick<Store, 'fieldTasks'>): StaffRule => ({
  staffIdOf: (userid) => fieldTasks.staffIdBySourceCode(userid),

  async staffIdsOf() {
    const byCode = new Map<string, string | null>()
    for (const { id, sourceCode } of await fieldTasks.people(maxPeople)) {
      const key = sourceCode === null ? null : useridKey(sourceCode)
      if (key !== null) byCode.set(key, byCode.has(key) ? null : id)
    }
    return (userid) => byCode.get(useridKey(userid)) ?? null
  },
})
