import { ref } from 'vue'
import type { Notice } from '#contract/notice'
import { call } from '../../api/call.ts'

/** Marks a notice as read. The BFF verifies it by reading again; a failure leaves it unread, and is told. */
export function useReading({ noticeId }: Pick<Notice, 'noticeId'>, onRead: () => void) {
  const isBusy = ref(false)
  const isRead = ref(false)
  const error = ref<unknown>(null)

  async function markRead(): Promise<void> {
    if (isBusy.value || isRead.value) return
    isBusy.value = true
    error.value = null
    try {
      await call('PUT /api/me/notices/:noticeId/read', { params: { noticeId } })
      isRead.value = true
      onRead()
    } catch (failure) {
      error.value = failure
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, isRead, error, markRead }
}
