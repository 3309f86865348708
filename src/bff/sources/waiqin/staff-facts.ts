import type { Store } from '../../store/store.ts'
import type { WaiqinConfig } from './config.ts'

/** How salespeople are found in 勤策, for the doctor. */
export interface StaffFacts {
  /** Whether a source_code is taken for a WeCom userid. */
  readonly isByCode: boolean
  /** Some people with a source_code of their own, and their names in 勤策. */
  coded(): Promise<{ userid: string; name: string }[]>
  /** How many were imported. */
  imported(): Promise<number>
}

const some = 50

interface Deps {
  store: Pick<Store, 'fieldTasks' | 'links'>
  config: Pick<WaiqinConfig, 'isSourceCodeUserid'>
}

export const createStaffFacts = ({ store, config }: Deps): StaffFacts => ({
  isByCode: config.isSourceCodeUserid,
  async coded() {
    const people = await store.fieldTasks.peopleWithCode(some)
    return people.flatMap(({ code, name }) => (code === null ? [] : [{ userid: code, name }]))
  },
  imported: () => store.links.staffCount('waiqin'),
})
