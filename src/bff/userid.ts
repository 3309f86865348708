/**
 * WeCom's userids compare without case: `ZhangSan` and `zhangsan` are one person. Kept and shown in the spelling in which
 * they came. They are ASCII, so databases and JavaScript agree about the lower case.
 */
export const useridKey = (userid: string): string => userid.toLowerCase()

export const isSameUserid = (one: string, other: string): boolean => useridKey(one) === useridKey(other)

export const hasUserid = (userids: readonly string[], userid: string): boolean =>
  userids.some((one) => isSameUserid(one, userid))
