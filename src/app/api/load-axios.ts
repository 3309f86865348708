import { sendBy } from './call.ts'
import { createSendByAxios } from './send-by-axios.ts'

/** Loads the page's own client, which the first rows do not need. Where that fails, calls go on as they began. */
export async function loadAxios(): Promise<void> {
  const { create, isAxiosError, isCancel } = await import('axios')
  sendBy(createSendByAxios({ create, isAxiosError, isCancel }).send)
}
