import type { StaffSourceId } from '#contract/admin-id'
import { fail, ok, skipped, warn, type Finding, type Verdict } from '../../check.ts'
import type { MirrorProgress } from '../../mirror/progress.ts'
import { appConsole } from '../../wecom/check-words.ts'
import { rightsCall } from '../../wecom/wecom.ts'
import { reasons } from '../doctor/store-checks.ts'
import type { Reading } from '../people/reading.ts'

export interface PeopleRead {
  /** Null for WeCom's own list. */
  source: StaffSourceId | null
  /** What people call the system. */
  system: string
  progress: MirrorProgress
  /** Null before the first reading has ended. */
  reading: Reading | null
}

const scope = `${appConsole} → 可见范围：加上这些人或他们的部门`
const rights = '管理后台 → 客户与上下游 → 客户联系 → API：把应用加进可调用接口的应用'
const mapping = '在它的后台给这个接口账号开通员工查询；不开通也行，用导入对应'

function judgeMembers({ people, isCut, outside, refused, held }: Reading): Verdict {
  if (people === 0) return fail('企业微信没有给出任何人', scope)
  if (held) return warn(`一次少了 ${held.people} 人，先不算离职：下次读到还是没有他们才算`, scope)
  if (refused.includes(rightsCall)) return warn('不知道谁能做客户联系', rights)
  if (outside > 0) return warn(`${outside} 位能做客户联系的人不在应用的可见范围，名单里没有他们`, scope)
  if (isCut) return warn(`只读了前 ${people} 人`, `${appConsole} → 可见范围：只留用侧边栏的部门`)
  return refused.length > 0
    ? warn(`读到 ${people} 人，但有接口没有回答：${refused.join('、')}`, scope)
    : ok(`读到 ${people} 人`)
}

function judgeVendor({ people, isCut, reason, refused, held }: Reading): Verdict {
  if (reason !== null)
    return warn(`没有给出员工名单（${reasons[reason] ?? '没有回答'}），只知道任务里出现过的 ${people} 人`, mapping)
  if (held) return warn(`一次少了 ${held.people} 人，先当他们还在：下次读到还是没有他们才去掉`, mapping)
  if (refused.length > 0) return warn(`读到 ${people} 人，但没有读成任务里出现的人：${refused.join('、')}`, mapping)
  return isCut ? warn(`只读了前 ${people} 人`, mapping) : ok(`读到 ${people} 人`)
}

function verdictOf({ source, progress, reading }: PeopleRead): Verdict {
  const { lastError } = progress
  if (lastError !== null)
    return warn(`最近一次没有读成：${reasons[lastError] ?? '内部错误'}`, '先解决这个系统上面的问题，它会自己再试')
  if (!reading) return skipped('还没有读过员工名单')
  return source === null ? judgeMembers(reading) : judgeVendor(reading)
}

/** How each list of people was read, as the doctor would say it. */
export const findPeople = (lists: readonly PeopleRead[]): Finding[] =>
  lists.map((list) => ({
    id: `people-${list.source ?? 'wecom'}`,
    group: list.system,
    title: '员工名单',
    ...verdictOf(list),
  }))
