import { membersOf } from '../../world/members.ts'
import type { Member, Staff, World } from '../../world/world.ts'
import type { Callbacks } from './callbacks.ts'

/** What happens to colleagues in the admin console. Each change settles once the app has received its event. */
export interface MemberTruth {
  /** 删除成员. */
  deleteMember(userid: string): Promise<void>
  /** 禁用 (2), 退出企业 (5), or active again (1). */
  setMemberStatus(userid: string, status: 1 | 2 | 5): Promise<void>
  /** 修改账号. */
  renameMember(userid: string, newUserid: string): Promise<void>
  /** Takes the colleague out of the app's visible range. */
  hideMember(userid: string): Promise<void>
  showMember(userid: string): Promise<void>
  addMember(staff: Staff): Promise<void>
}

/** @see https://developer.work.weixin.qq.com/document/path/90970 and 90240 */
export function createMemberTruth({ world, tell }: { world: World; tell: Callbacks['tell'] }): MemberTruth {
  function memberOf(userid: string): Member {
    const member = membersOf(world).find((each) => each.userid === userid)
    if (!member) throw new Error(`no member ${userid}`)
    return member
  }

  const changed = (changeType: string, fields: Record<string, string | number>) =>
    tell('change_contact', changeType, fields)

  return {
    async deleteMember(userid) {
      const member = memberOf(userid)
      world.staff = world.staff.filter((each) => each !== member)
      world.company.colleagues = world.company.colleagues.filter((each) => each !== member)
      await changed('delete_user', { UserID: userid })
    },
    async setMemberStatus(userid, status) {
      memberOf(userid).status = status
      await changed('update_user', { UserID: userid, Status: status })
    },
    async renameMember(userid, newUserid) {
      memberOf(userid).userid = newUserid
      await changed('update_user', { UserID: userid, NewUserID: newUserid })
    },
    async hideMember(userid) {
      memberOf(userid).isHidden = true
      await tell('unsubscribe', '', { FromUserName: userid, EventKey: '' })
    },
    async showMember(userid) {
      memberOf(userid).isHidden = false
      await tell('subscribe', '', { FromUserName: userid, EventKey: '' })
    },
    async addMember(staff) {
      world.staff.push(staff)
      await changed('create_user', { UserID: staff.userid, Name: staff.name })
    },
  }
}
