import type { ContactCard } from '#contract/contact'
import { exactTime } from '../../ui/china-time.ts'
import { fields, idField, type Field } from '../../ui/field.ts'

/** One line a group: 客户等级：重点、月结 */
function tagWords(tags: ContactCard['follow']['tags']): string {
  const groups = new Map<string, string[]>()
  for (const { group, name } of tags) groups.set(group ?? '', [...(groups.get(group ?? '') ?? []), name])
  return [...groups].map(([group, names]) => `${group && `${group}：`}${names.join('、')}`).join('\n')
}

const phoneFields = (mobiles: readonly string[]): Field[] =>
  mobiles.map((mobile, index) => {
    const label = index === 0 ? '电话' : `电话 ${index + 1}`
    return { label, value: '', copies: [{ what: label, text: mobile }], isPhone: true }
  })

/** What somebody who talks to the customer looks for. */
export const contactFacts = ({ follow, ...card }: ContactCard): Field[] => [
  ...phoneFields(follow.mobiles),
  ...fields([
    ['昵称', follow.remark !== null && follow.remark !== card.name && card.name],
    ['描述', follow.description],
    ['公司', follow.remarkCorpName ?? card.corpName],
    ['职务', card.position],
    ['标签', tagWords(follow.tags)],
  ]),
]

/** The colleagues who follow the customer, too; those without a name the app may not see. */
function othersOf(followers: ContactCard['followers']): string {
  const told = followers.flatMap(({ name }) => name ?? [])
  const more = followers.length - told.length
  return [told.join('、'), more > 0 && `${told.length > 0 ? '另' : ''} ${more} 位同事`]
    .filter(Boolean)
    .join('，')
    .trim()
}

export const contactMore = ({ externalUserId, follow, followers }: ContactCard, now: number): Field[] => [
  ...fields([
    ['其他同事', othersOf(followers)],
    ['添加方式', follow.addWay],
    ['添加时间', follow.since && exactTime(follow.since, now)],
  ]),
  idField([['客户', externalUserId]]),
]
