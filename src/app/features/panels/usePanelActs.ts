import { useQueryCache } from '@pinia/colada'
import type { Panel } from '#contract/panel'
import { useSubject, type Subject } from '../../subject/subject.ts'
import { copyText } from '../../ui/copy-text.ts'
import { useToast } from '../../ui/toast.ts'
import { useReportChange } from '../../work/useReportChange.ts'
import { leadsTo, type PanelContent } from './read-message.ts'
import type { ResultCode, Wish } from './usePanelFrame.ts'

interface Deps {
  panel: Panel
  subject: Subject
  /** A panel that nobody looks at puts nothing anywhere. */
  isShown(): boolean
  place(content: PanelContent): Promise<ResultCode> | ResultCode
  badge(count: number): void
}

const changedEveryMs = 10_000

/** As by a tap on an ordinary link. */
function follow(url: string): void {
  const link = Object.assign(document.createElement('a'), { href: url, target: '_blank', rel: 'noopener noreferrer' })
  link.click()
}

/** Does what a panel asks for. */
export function usePanelActs({ panel, subject, isShown, place, badge }: Deps) {
  const subjects = useSubject()
  const toasts = useToast()
  const cache = useQueryCache()
  const report = useReportChange(subject)
  let changedAt = -Infinity

  async function copy(text: string): Promise<ResultCode> {
    const isCopied = await copyText(text)
    if (isCopied) toasts.say({ words: '已复制' })
    return isCopied ? 'done' : 'not_possible'
  }

  async function open(url: string): Promise<ResultCode> {
    if (!leadsTo(url, panel.linkHosts)) return 'refused'
    const opening = subjects.openLink(url)
    if (!opening) follow(url)
    return opening === null || (await opening) ? 'done' : 'not_possible'
  }

  function askForOrders(): ResultCode {
    if (performance.now() - changedAt < changedEveryMs) return 'too_fast'
    changedAt = performance.now()
    report(['order-tasks'])
    if (subject.kind === 'contact')
      cache.invalidateQueries({ key: ['orders', subject.externalUserId] }).catch(() => undefined)
    return 'done'
  }

  function putIntoChat(content: PanelContent): Promise<ResultCode> | ResultCode {
    if (!panel.place) return 'not_possible'
    return content.type === 'link' && !leadsTo(content.url, panel.linkHosts) ? 'refused' : place(content)
  }

  return (wish: Wish, contextId: string): Promise<ResultCode> | ResultCode => {
    if (wish.type === 'changed') return askForOrders()
    if (wish.type === 'badge') {
      badge(wish.count)
      return 'done'
    }
    if (!isShown()) return 'not_possible'
    if (wish.type === 'copy') return copy(wish.text)
    if (wish.type === 'open') return open(wish.url)
    return wish.contextId === contextId ? putIntoChat(wish.content) : 'stale_context'
  }
}
