import { z } from 'zod'

/** WeCom's userid, in WeCom's spelling; compared without case. */
export const Userid = z.string().regex(/^[\w.@-]{1,64}$/)

/** Systems that know our people by ids of their own, which an administrator maps. 企客聊 is no source of work. */
export const StaffSourceId = z.enum(['youmi', 'waiqin', 'tanma', 'qikeliao'])
export type StaffSourceId = z.infer<typeof StaffSourceId>
