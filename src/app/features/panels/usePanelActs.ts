import { useQueryCache } from '@pinia/colada'
import type { Panel } from '#contract/panel'
import { useSession } from '../../session/session.ts'
import { useSubject, type Subject } from '../../subject/subject.ts'
import { copyText } from '../../ui/copy-text.ts'
import { useToast } from '../../ui/toast.ts'
import { featuresOf } from '../../work/features.ts'
import { readWork } from '../../work/read-work.ts'
import { useReportChange } from '../../work/useReportChange.ts'
import { createPace } from './pace.ts'
import { leadsTo, type PanelContent, type PanelMessage } from './read-message.ts'
import type { ResultCode } from './result-code.ts'

/** Whatever a panel may ask for, beside its context. */
export type Wish = Extract<PanelMessage, { type: 'copy' | 'place' | 'open' | 'badge' | 'changed' }>

interface Deps {
  panel: Panel
  subject: Subject
  /** A panel that nobody looks at puts nothing anywhere. */
  isShown(): boolean
  place(content: PanelContent): Promise<ResultCode> | ResultCode
  badge(count: number): void
}

/** As by a tap on an ordinary link. */
function follow(url: string): void {
  const link = Object.assign(document.createElement('a'), { href: url, target: '_blank', rel: 'noopener noreferrer' })
  link.click()
}

/** Every address that a card leads to, or shows. */
const addressesIn = (content: PanelContent): string[] =>
  content.type === 'text' ? [] : [content.url, ...(content.imageUrl === null ? [] : [content.imageUrl])]

/** Does what a panel asks for. */
export function usePanelActs({ panel, subject, isShown, place, badge }: Deps) {
  const session = useSession()
  const subjects = useSubject()
  const toasts = useToast()
  const cache = useQueryCache()
  const report = useReportChange(subject)
  const mayAskForOrders = createPace(10_000)
  const mayOpen = createPace(1000)
  const isOurs = (url: string): boolean => leadsTo(url, panel.linkHosts)

  async function copy(text: string): Promise<ResultCode> {
    const isCopied = await copyText(text)
    if (isCopied) toasts.say({ words: '已复制' })
    return isCopied ? 'done' : 'not_possible'
  }

  async function open(url: string): Promise<ResultCode> {
    if (!isOurs(url)) return 'refused'
    if (!mayOpen()) return 'too_fast'
    const opening = subjects.openLink(url)
    if (!opening) follow(url)
    return opening === null || (await opening) ? 'done' : 'not_possible'
  }

  /** The BFF asks the order system, past what it keeps; the board and the list of orders then read that. */
  async function askForOrders(): Promise<ResultCode> {
    if (!session.isConfigured('orders') || !featuresOf(subject).includes('order-tasks')) return 'not_possible'
    if (!mayAskForOrders()) return 'too_fast'
    try {
      await readWork(subject, 'order-tasks', { refresh: true, isAlone: true })
    } catch {
      return 'not_possible'
    }
    report(['order-tasks'])
    if (subject.kind === 'contact')
      cache.invalidateQueries({ key: ['orders', subject.externalUserId] }).catch(() => undefined)
    return 'done'
  }

  function putIntoChat(content: PanelContent): Promise<ResultCode> | ResultCode {
    if (!panel.place) return 'not_possible'
    return addressesIn(content).every(isOurs) ? place(content) : 'refused'
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
