import type { ContactCard } from '#contract/contact'
import { exactTime } from '../../ui/china-time.ts'
import { fields, type Field } from '../../ui/field.ts'

/** One line a group: 客户等级：重点、月结 */
function tagWords(tags: ContactCard['follow']['tags']): string {
  const groups = new Map<string, string[]>()
  for (const { group, name } of tags) groups.set(group ?? '', [...(groups.get(group ?? '') ?? []), name])
  return [...groups].map(([group, names]) => `${group && `${group}：`}${names.join('、')}`).join('\n')
}

/** What WeCom and the user's own notes say of a customer, beyond what the card shows. */
export function contactFields({ externalUserId, follow, followers, ...card }: ContactCard, now: number): Field[] {
  const others = followers.map(({ name, userid }) => name ?? userid).join('、')
  const raw = follow.addWayRaw === null ? null : `未知来源（${follow.addWayRaw}）`
  return fields([
    ['备注', follow.remark],
    ['描述', follow.description],
    ['公司', follow.remarkCorpName ?? card.corpName],
    ['职务', card.position],
    ...follow.mobiles.map((mobile, index): [string, string, 'copy'] => [
      index === 0 ? '电话' : `电话 ${index + 1}`,
      mobile,
      'copy',
    ]),
    ['标签', tagWords(follow.tags)],
    ['添加方式', follow.addWay ?? raw],
    ['添加时间', follow.since && exactTime(follow.since, now)],
    ['其他同事', others],
    ['客户编号', externalUserId, 'copy'],
  ])
}
