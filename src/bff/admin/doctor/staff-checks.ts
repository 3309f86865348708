import { ok, skipped, warn, type Check, type Verdict } from '../../check.ts'
import type { StaffFacts } from '../../sources/waiqin/staff-facts.ts'
import type { Wecom } from '../../wecom/wecom.ts'

export interface StaffChecksDeps {
  /** Null if 勤策 is not configured. */
  waiqin: { staff: StaffFacts } | null
  wecom: Pick<Wecom, 'nameOf'>
}

const importing = '用 npm run links -- import 导入员工 id（staff,userid,waiqin,员工 id）'
const ruling = 'WAIQIN_STAFF_ID=source_code'
const shown = 3

/** Those whom WeCom knows by that userid, until there are enough: other codes have some other meaning. */
async function matchesOf(staff: StaffFacts, { wecom }: StaffChecksDeps, signal: AbortSignal): Promise<string[]> {
  const matches: string[] = []
  for (const { userid, name } of await staff.coded()) {
    const inWecom = await wecom.nameOf(userid, signal)
    if (inWecom !== null) matches.push(`${userid}（${inWecom}） → ${name}`)
    if (matches.length === shown) break
  }
  return matches
}

/** A wrong rule shows a salesperson a colleague's tasks, and only a person can see that it is wrong. */
async function lookAtStaff(
  { staff }: { staff: StaffFacts },
  deps: StaffChecksDeps,
  signal: AbortSignal,
): Promise<Verdict> {
  const imported = await staff.imported()
  const people = imported > 0 ? `另外导入了 ${imported} 人` : '没有人是导入的'
  if (!staff.isByCode) {
    if (imported > 0) return ok(`导入了 ${imported} 人；不按 source_code 对应`)
    const says = '还不知道谁是谁：没有导入员工 id，也没有按 source_code 对应'
    return warn(says, `${importing}；员工的 source_code 就是企业微信 userid 时，也可以设 ${ruling}`)
  }
  const matches = await matchesOf(staff, deps, signal)
  if (matches.length > 0) return ok(`按 source_code 对应，请看看是不是同一个人：${matches.join('，')}；${people}`)
  const says = `按 source_code 对应，但没有看到和企业微信 userid 一样的 source_code；${people}`
  return warn(says, `任务同步完再看；source_code 不是 userid 就去掉 ${ruling}，${importing}`)
}

/** How salespeople are found in the systems that have ids of their own for them. */
export const createStaffChecks = (deps: StaffChecksDeps): Check[] => [
  {
    id: 'waiqin-staff',
    group: '勤策',
    title: '谁是谁',
    needs: ['store'],
    run: async (signal) => (deps.waiqin ? lookAtStaff(deps.waiqin, deps, signal) : skipped('没有接入')),
  },
]
