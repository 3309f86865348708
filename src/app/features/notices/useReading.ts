import { ref } from 'vue'
import type { Notice } from '#contract/notice'
import { call } from '../../api/call.ts'
import { isReadOnly } from '../../session/is-read-only.ts'
import type { Subject } from '../../subject/subject.ts'
import { useReportChange } from '../../work/useReportChange.ts'

type Named = Pick<Notice, 'noticeId'>

/** Marks notices as read. The BFF verifies each by reading again; a failure leaves it unread, and is shown. */
export function useReading(subject: Subject) {
  const report = useReportChange(subject)
  const isBusy = ref(false)
  const read = ref<ReadonlySet<string>>(new Set())
  const error = ref<unknown>(null)

  /** One after the other; the first failure ends it. */
  async function markRead(notices: readonly Named[]): Promise<void> {
    if (isReadOnly || isBusy.value) return
    isBusy.value = true
    error.value = null
    const before = read.value.size
    try {
      for (const { noticeId } of notices) {
        if (read.value.has(noticeId)) continue
        await call('PUT /api/me/notices/:noticeId/read', { params: { noticeId } })
        read.value = new Set([...read.value, noticeId])
      }
    } catch (failure) {
      error.value = failure
    } finally {
      isBusy.value = false
      if (read.value.size > before) report(['notices'])
    }
  }

  return { isBusy, read, error, markRead }
}
