import type { Notice } from '#contract/notice'
import type { Clock } from '../clock.ts'
import type { Handlers } from '../http/route.ts'
import { configured } from '../sources/configured.ts'
import type { SourceAnswer } from '../sources/source.ts'
import type { Yunzhong } from '../sources/yunzhong/index.ts'
import { lookedFor, orDisconnected, toWorkList, unconfiguredList } from '../work/work-list.ts'

interface Deps {
  /** Null if the source is not configured. */
  yunzhong: Pick<Yunzhong, 'notices'> | null
  clock: Clock
}

type NoticeHandlers = Pick<Handlers, 'GET /api/me/notices' | 'PUT /api/me/notices/:noticeId/read'>

const source = 'yunzhong'
/** Totals as the vendor counts them, which may be more than what was read. */
const totalOf = ({ open, done }: { open: number; done: number }) => ({ open, done, cancelled: 0, all: open + done })

/** 芸众 notices of the user. */
export function createNoticeHandlers({ yunzhong, clock }: Deps): NoticeHandlers {
  return {
    'GET /api/me/notices': async (input) => {
      const { query, staff, signal, refresh } = input
      if (!yunzhong) return unconfiguredList(source)
      const asked = yunzhong.notices.read({ userid: staff.userid, status: query.status, refresh }, signal)
      const toList = (reading: SourceAnswer<Notice>) => {
        const found = lookedFor(reading, query, ({ actor, task }) => [actor?.name, task?.name])
        const list = toWorkList(source, found, { ...input, clock, isNewestFirst: true })
        return query.q === undefined ? { ...list, total: totalOf(reading.counts)[query.status] } : list
      }
      return asked.then(toList, orDisconnected<Notice>(source))
    },

    'PUT /api/me/notices/:noticeId/read': async ({ params, staff, signal, log }) => {
      const { userid } = staff
      await configured(source, yunzhong).notices.markRead(userid, params.noticeId, signal)
      log.info({ audit: 'notice.read', userid, source, noticeId: params.noticeId }, 'notice marked as read')
      return null
    },
  }
}
