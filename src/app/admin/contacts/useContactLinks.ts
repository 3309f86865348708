import { shallowRef } from 'vue'
import type { ContactLink } from '#contract/admin-contact-link'
import type { AdminQuery } from '#contract/admin-endpoint'
import { useToast } from '../../ui/toast.ts'
import { callAdmin } from '../api/call-admin.ts'
import { usePages } from '../api/usePages.ts'

export type LinkState = NonNullable<AdminQuery<'GET /api/admin/contact-links'>['state']>

/** Links of customers that fit, and the removal of one. */
export function useContactLinks(filter: () => { state: LinkState; q: string }) {
  const toasts = useToast()
  const list = usePages(filter, ({ cursor, signal }) => {
    const { state, q } = filter()
    const query = { limit: 200, state, ...(q ? { q } : {}), ...(cursor === undefined ? {} : { cursor }) }
    return callAdmin('GET /api/admin/contact-links', { query, signal })
  })
  const isRemoving = shallowRef(false)
  const failure = shallowRef<unknown>(null)

  async function remove({ externalUserId, source, sourceId }: ContactLink): Promise<void> {
    if (isRemoving.value) return
    isRemoving.value = true
    failure.value = null
    try {
      const params = { externalUserId, source, sourceId }
      await callAdmin('DELETE /api/admin/contact-links/:externalUserId/:source/:sourceId', { params })
      toasts.say({ words: '已移除这条关联' })
      await list.reload()
    } catch (error) {
      failure.value = error
    } finally {
      isRemoving.value = false
    }
  }

  return { ...list, isRemoving, failure, remove }
}
