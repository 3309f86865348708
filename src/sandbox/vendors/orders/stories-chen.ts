import { cast } from '../../world/cast.ts'
import { dayMs, hourMs, laterToday } from '../china-time.ts'
import { cancel, refund, requestReturn } from './after-sales.ts'
import { awaitPayment, awaitReview, bringOut, reportException, ship } from './life.ts'
import { shops } from './place-order.ts'
import { finishTask, remark, set } from './steps.ts'
import { car, daysAgo, jd, paid, received, sent, sf, type Story } from './story.ts'

const of = cast.seedContact

/** What has to be done: one to be paid today, one to be sent since yesterday, one lost on the way, one that comes back. */
function withTasks(now: number): Story[] {
  const ago = daysAgo(now)
  const unpaidAt = laterToday(now, 3) - dayMs
  return [
    {
      of,
      lines: [
        ['DFSY-MLHC', 10],
        ['YQSL-BTSD', 6],
        ['BSS-570', 12],
      ],
      at: unpaidAt,
      shop: shops.mini,
      steps: [awaitPayment(unpaidAt), remark(unpaidAt, 'customer', '周四上午送，送之前打电话')],
    },
    {
      of,
      lines: [
        ['QQ-WX', 5],
        ['QQ-MRJG', 4],
        ['LS-YW', 6],
        ['WL-DMJ', 3],
      ],
      at: ago(3, 9),
      steps: [...paid(ago(3, 9)), remark(ago(3, 11), 'staff', '瓜子要新日期')],
    },
    {
      of,
      lines: [
        ['YS-245', 8],
        ['WW-NN', 6],
      ],
      at: ago(5),
      steps: [
        ...sent(ago(5), jd('JDVA00231188964')),
        reportException(ago(0, 9)),
        remark(ago(0, 9), 'staff', '外箱破损，网点待核实'),
      ],
    },
    {
      of,
      lines: [
        ['LLS-ADG', 12],
        ['TY-ASM', 10],
      ],
      at: ago(9),
      steps: [
        ...received(ago(9), sf('SF1402270091532')),
        requestReturn(ago(0, 10), '两箱 AD 钙奶漏包，要求退货'),
        remark(ago(0, 10), 'customer', '照片已发客服'),
      ],
    },
  ]
}

/** Nothing to do, although it is not over. */
function underway(now: number): Story[] {
  const ago = daysAgo(now)
  return [
    {
      of,
      lines: [
        ['HN-250', 20],
        ['DP-500', 15],
      ],
      at: ago(2, 16),
      shop: null,
      steps: [awaitReview(ago(2, 16))],
    },
    {
      of,
      lines: [
        ['KSF-HSNR', 30],
        ['SH-WZW', 10],
        ['FL-ZC', 2],
      ],
      at: ago(6),
      discount: 6000,
      steps: [
        ...paid(ago(6)),
        ship(ago(5, 15), car('YHCP2600418'), true),
        // 跟仓库确认发货: the warehouse has told when the rest follows.
        finishTask(ago(5, 16), 't2'),
      ],
    },
    {
      of,
      lines: [
        ['KKKL-330', 20],
        ['KSF-BHC', 15],
      ],
      at: ago(3, 10),
      shop: shops.mini,
      steps: [...sent(ago(3, 10), sf('SF1402276650893')), bringOut(now - hourMs)],
    },
    {
      of,
      lines: [['DFSY-WLC9', 30]],
      at: ago(1, 11),
      steps: [
        ...paid(ago(1, 11)),
        finishTask(ago(1, 14), 't2'),
        // A status and two fields that the contract does not know.
        set({
          status: 'backordered',
          statusText: '缺货，预计周五到',
          extra: { warehouse: { code: 'CQ02' }, bonusPoints: 234 },
        }),
      ],
    },
  ]
}

function over(now: number): Story[] {
  const ago = daysAgo(now)
  return [
    {
      of,
      lines: [
        ['NFSQ-550', 40],
        ['BSS-348', 20],
      ],
      at: ago(24),
      steps: received(ago(24), car('YHCP2600287')),
    },
    {
      of,
      lines: [
        ['HLY-PAI', 6],
        ['ALA-YW', 8],
        ['PP-FSMB', 10],
      ],
      at: ago(75),
      shop: shops.mini,
      discount: 3000,
      steps: received(ago(75), sf('SF1402251170426')),
    },
    {
      of,
      lines: [['MD-QN', 10]],
      at: ago(40),
      steps: [awaitPayment(ago(40)), cancel(ago(38), '超时未付款'), set({ statusText: '超时关闭' })],
    },
    {
      of,
      lines: [
        ['WW-XB', 15],
        ['QQ-JT', 3],
      ],
      at: ago(110),
      steps: [...paid(ago(110)), cancel(ago(109), '客户要换规格'), refund(ago(108))],
    },
  ]
}

/** 陈晓雨: twelve orders in every status, and four things to do. */
export const storiesOfChen = (now: number): Story[] => [...withTasks(now), ...underway(now), ...over(now)]
