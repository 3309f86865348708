/**
 * WeCom's userids compare without case: `ZhangSan` and `zhangsan` are one person. Kept and shown in the spelling in which
 * they came. They are ASCII: no other letter is taken for one of theirs. The id of a linked company in front of one
 * (`CorpId/userid`) keeps its case.
 */
export const useridKey = (userid: string): string => {
  const start = userid.lastIndexOf('/') + 1
  return userid.slice(0, start) + userid.slice(start).replaceAll(/[A-Z]+/g, (letters) => letters.toLowerCase())
}

export const isSameUserid = (one: string, other: string): boolean => useridKey(one) === useridKey(other)

export const hasUserid = (userids: readonly string[], userid: string): boolean =>
  userids.some((one) => isSameUserid(one, userid))

/** The userid of a member of this company; null for one of a linked company (互联、上下游), and for none. */
export function ownUserid(told: string, corpId: string): string | null {
  const userid = told.startsWith(`${corpId}/`) ? told.slice(corpId.length + 1) : told
  return userid === '' || userid.includes('/') ? null : userid
}
