import { ref } from 'vue'
import type { Notice } from '#contract/notice'
import { call } from '../../api/call.ts'
import type { Subject } from '../../subject/subject.ts'
import { useReportChange } from '../../work/useReportChange.ts'

/** Marks a notice as read. The BFF verifies it by reading again; a failure leaves it unread, and is shown. */
export function useReading({ noticeId }: Pick<Notice, 'noticeId'>, subject: Subject) {
  const report = useReportChange(subject)
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
      report(['notices'])
    } catch (failure) {
      error.value = failure
    } finally {
      isBusy.value = false
    }
  }

  return { isBusy, isRead, error, markRead }
}
