/** The ways in which 芸众 says that one has to log in again. */
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

/** How 芸众 may answer otherwise than it does by itself; all off at the start. */
export interface YunzhongQuirks {
  /** How a lost session is told; null: as each family of routes does. */
  loginShape: LoginShape | null
  /** A new session has no enterprise until `manageBusiness` chose one. */
  needsBusiness: boolean
  /** The tenant has not switched the enterprise's PC side on. */
  isPcOff: boolean
  /** Operations that the signed-in person was not granted. */
  denied: readonly string[]
  messageCentre: 'on' | 'missing' | 'denied'
  /** The message centre counts its own ids, so that a notice's id means nothing to `markRead`. */
  hasOwnMessageIds: boolean
  /** `has_one_staff`, as documented, instead of `has_one_creator`, as returned. */
  documentedNames: boolean
  /** getTask tells nothing but pushes of the very type that was asked for. */
  strictTaskTypes: boolean
  /** Every answer to a session brings a new cookie; the former is good for another minute. */
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
