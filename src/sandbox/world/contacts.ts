import { characters, type Character } from './characters.ts'
import { districts, givenNames, grades, shopKinds, shopNames, surnames, terms } from './names.ts'
import type { Random } from './random.ts'
import type { Contact, Follow, WorldLink } from './world.ts'

const generated = 28
const followers = ['mengxiangyu', 'linxiaomei', 'hejing', 'zhouwei']
/** 扫码, 搜手机号, 名片分享, 群聊, 微信联系人, 内部共享: WeCom's own numbers. */
const addWays = [1, 2, 3, 4, 6, 201]

function invent(index: number, random: Random): Character {
  const surname = random.pick(surnames)
  const kind = random.pick(shopKinds)
  const shop = `${shopNames[index % shopNames.length]}${kind}（${random.pick(districts)}店）`
  const isKnown = { youmi: random.chance(0.7), waiqin: random.chance(0.8) }
  return {
    id: `wm${random.letters(30)}`,
    name: surname + random.pick(givenNames),
    shop,
    remark: `${shop.replace(/\(.*/, '')} ${surname}老板`,
    mobile: random.chance(0.85) ? `1380001${String(1000 + index)}` : null,
    tags: [random.pick(grades), random.pick(terms), kind],
    followers: [followers[index % followers.length] ?? 'mengxiangyu'],
    ...(isKnown.youmi && { youmiId: `wxid_${random.letters(14).toLowerCase()}` }),
    ...(isKnown.waiqin && { waiqinId: `72691950229${random.digits(8)}` }),
    // Every sixth contact is left for its salesperson to link.
    linked: index % 6 === 5 ? [] : ['youmi', 'waiqin'],
  }
}

const tagGroups = [
  { name: '客户等级', holds: (tag: string) => grades.includes(tag) },
  { name: '结算方式', holds: (tag: string) => terms.includes(tag) },
]

/** The same tag always has the same id. */
export function tagIdOf(tagName: string): string {
  const code = [...tagName].map((letter) => (letter.codePointAt(0) ?? 0).toString(36)).join('')
  return `et${code}`.slice(0, 32).padEnd(32, 'A')
}

function tagsOf(names: string[]): Follow['tags'] {
  return names.map((tagName) => ({
    groupName: tagGroups.find(({ holds }) => holds(tagName))?.name ?? '门店类型',
    tagName,
    tagId: tagIdOf(tagName),
    type: 1,
  }))
}

function followsOf(character: Character, now: number, random: Random): Follow[] {
  return character.followers.map((userid, at) => ({
    userid,
    remark: at === 0 ? character.remark : character.name,
    description: at === 0 && character.shop ? `${character.shop},${random.pick(['上午', '下午'])}在店` : '',
    remarkCorpName: character.shop,
    remarkMobiles: character.mobile && at === 0 ? [character.mobile] : [],
    tags: at === 0 ? tagsOf(character.tags) : [],
    addWay: random.pick(addWays),
    createtime: Math.floor(now / 1000) - random.int(20, 900) * 86_400,
  }))
}

function contactOf(character: Character, now: number, random: Random): Contact {
  const { id, name, company, gone, isIdle, youmiId = null, waiqinId = null } = character
  return {
    externalUserId: id,
    name,
    avatar: '',
    type: company ? 2 : 1,
    corpName: company?.name ?? '',
    position: company?.position ?? '',
    follows: followsOf(character, now, random),
    youmiId,
    waiqinId,
    ...(gone && { gone }),
    ...(isIdle && { isIdle }),
  }
}

function linksOf({ id, youmiId, waiqinId, ordersId, linked }: Character): WorldLink[] {
  const known = { youmi: youmiId, waiqin: waiqinId, orders: ordersId }
  return linked.flatMap((source) => {
    const source_id = known[source]
    return source_id ? [{ subject: 'contact' as const, wecom_id: id, source, source_id }] : []
  })
}

/** Hand-written contacts first, then invented ones, and the links that the company imports. */
export function createContacts(now: number, random: Random): { contacts: Contact[]; links: WorldLink[] } {
  const all = [...characters, ...Array.from({ length: generated }, (_, index) => invent(index, random))]
  return { contacts: all.map((one) => contactOf(one, now, random)), links: all.flatMap(linksOf) }
}
