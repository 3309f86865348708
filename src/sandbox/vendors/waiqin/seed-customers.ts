import { cast } from '../../world/cast.ts'
import type { Contact, World } from '../../world/world.ts'
import type { Customer } from './entities.ts'
import { personOf } from './people.ts'

/** Phones that differ in 勤策 from the salesperson's remark. */
const otherPhones: Record<string, string> = {
  [cast.managed]: '13800002114',
}

/** In 勤策 a colleague manages 勇哥超市, regardless of who follows its owner in WeCom. */
const otherManagers: Record<string, string> = {
  [cast.phoneOfColleagues]: cast.busiest,
}

function customerOf(world: World, contact: Contact, index: number): Customer[] {
  const { externalUserId, name, waiqinId, follows, corpName } = contact
  const follow = follows[0]
  if (!waiqinId || !follow) return []
  const manager = personOf(world, otherManagers[externalUserId] ?? follow.userid)
  const phone = otherPhones[externalUserId] ?? follow.remarkMobiles[0] ?? ''
  return [
    {
      id: waiqinId,
      cm_id: '',
      cm_code: `CQ${String(index + 1).padStart(5, '0')}`,
      cm_name: follow.remarkCorpName || corpName || name,
      cm_tel: index % 3 === 0 ? '023-6280 0000' : '',
      cm_type: '终端门店',
      cm_status: '1',
      cm_manager: manager.name,
      cm_manager_id: manager.id,
      cm_linkman_name: name,
      cm_linkman_mobile: phone,
      cm_addr: '重庆市南岸区',
      create_time: '2023-06-01 10:00',
      exts: [],
    },
  ]
}

/** The shops of the world's contacts. */
export function seedCustomers(world: World): Customer[] {
  return world.contacts.flatMap((contact, index) => customerOf(world, contact, index))
}
