/** The answers by which 芸众 demands a new login. */
export const loginShapes = [
  'login_status 0',
  'login_status 1',
  'login_status 2',
  'login_status -1',
  'login_status -2',
  'status -2',
  'status -5',
  'html',
] as const
export type LoginShape = (typeof loginShapes)[number]

/** Ways in which 芸众 may answer differently from its default; all off at first. */
export interface YunzhongQuirks {
  /** The answer to a lost session; null: each family of routes uses its usual one. */
  loginShape: LoginShape | null
  /** A new session has no enterprise until `manageBusiness` chooses one. */
  needsBusiness: boolean
  /** The tenant has not enabled enterprise management on the PC. */
  isPcOff: boolean
  /** Operations that the signed-in user may not use. */
  denied: readonly string[]
  messageCentre: 'on' | 'missing' | 'denied'
  /** The message centre has ids of its own, so that `markRead` does not know a notice's id. */
  hasOwnMessageIds: boolean
  /** `has_one_staff`, as documented, instead of `has_one_creator`, as returned. */
  documentedNames: boolean
  /** getTask returns only pushes of exactly the requested type. */
  strictTaskTypes: boolean
  /** Every answer within a session sets a new cookie; the old one stays valid for one more minute. */
  renewsCookie: boolean
  /** The first row of each list is broken. */
  badRow: boolean
}

export const noQuirks = (): YunzhongQuirks => ({
  loginShape: null,
  needsBusiness: false,
  isPcOff: false,
  denied: [],
  messageCentre: 'on',
  hasOwnMessageIds: false,
  documentedNames: false,
  strictTaskTypes: false,
  renewsCookie: false,
  badRow: false,
})
