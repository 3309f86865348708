import { AppError } from '../errors.ts'
import type { Wecom } from '../wecom/wecom.ts'

const askMs = 8000

/** Whether anybody follows this contact, asked anew. Null where WeCom does not say. */
export function createIsFollowed({ wecom }: { wecom: Pick<Wecom, 'contact'> }) {
  return async (externalUserId: string): Promise<boolean | null> => {
    try {
      const { followers, isWhole } = await wecom.contact(externalUserId, AbortSignal.timeout(askMs))
      return followers.length > 0 || (isWhole ? false : null)
    } catch (error) {
      return error instanceof AppError && error.code === 'not_a_follower' ? false : null
    }
  }
}
