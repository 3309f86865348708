import type { World } from '../../world/world.ts'
import type { Account, StaffRow } from './entities.ts'

export const uniacid = 6
export const businessId = 1

/** Sees every SOP, has no inbox and is not linked to a WeCom user. */
export const serviceAccount: Account = {
  staffId: 99,
  uid: 2499,
  userid: '',
  name: '侧边台服务账号',
  mobile: '13900000099',
  password: 'sidedesk-demo-service',
}

/** The company's five employees and the service account. */
export function accountsOf(world: World): Account[] {
  const staff = world.staff.map(({ userid, name, yunzhong }, at): Account => ({
    staffId: 11 + at,
    uid: 2460 + at,
    userid,
    name,
    ...yunzhong,
  }))
  return [...staff, { ...serviceAccount }]
}

/** A staff member as 芸众 returns them, with the fields of the vendor's sample. */
export function staffRow({ staffId, uid, userid, name, mobile }: Account): StaffRow {
  return {
    id: staffId,
    uniacid,
    business_id: businessId,
    uid,
    user_id: userid,
    name,
    mobile,
    position: '客户经理',
    gender: 0,
    telephone: '',
    email: '',
    avatar: '',
    alias: '',
    status: 1,
    qr_code: '',
    address: '',
    open_userid: '',
    main_department: '1',
    updated_at: null,
    created_at: null,
    deleted_at: null,
    right_type: 1,
    disabled: 0,
    userid,
    avatar_mediaid: '',
  }
}
