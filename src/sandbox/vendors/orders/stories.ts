import { cast } from '../../world/cast.ts'
import { onDay } from '../china-time.ts'
import { customerIds, outsiderId, secondAccount } from './customers.ts'
import * as life from './life.ts'
import { shops } from './place-order.ts'
import { storiesOfChen } from './stories-chen.ts'
import { car, daysAgo, paid, received, sf, type Story } from './story.ts'

/** A currency without minor units, and a customer whom only a link finds. */
function ofLiang(now: number): Story[] {
  const ago = daysAgo(now)
  const of = cast.ofOtherCompany
  return [
    {
      of,
      lines: [
        ['JP-CALB', 12],
        ['JP-SUNT', 20],
      ],
      at: ago(3),
      currency: 'JPY',
      shop: { id: 'japan', name: '云货日本直采' },
      receiver: null,
      steps: paid(ago(3)),
    },
    {
      of,
      lines: [
        ['BSS-570', 100],
        ['NFSQ-550', 200],
      ],
      at: ago(12),
      steps: [
        ...received(ago(12), car('YHCP2600377')),
        life.addTask(ago(8), { kind: 'invoice', title: '开增值税专用发票', dueAt: onDay(now, 1) }),
      ],
    },
  ]
}

/** Goods and words that look like markup, and goods by weight. */
function ofWang(now: number): Story[] {
  const at = daysAgo(now)(1)
  const fields = [{ label: '<i>备注</i>', value: '门口 <b>左边</b> 卸货' }]
  return [
    {
      of: cast.markup,
      lines: [
        ['JB-15', 3],
        ['SZ-TG', '12.5'],
      ],
      at,
      shop: shops.mini,
      steps: [...paid(at), life.remark(at, 'customer', '<script>alert(1)</script> & "急"'), life.set({ fields })],
    },
  ]
}

/** The last of these is somebody else's: the shop has filed it here by mistake. */
function ofDonuts(now: number): Story[] {
  const ago = daysAgo(now)
  const of = cast.emoji
  return [
    {
      of,
      lines: [
        ['ALA-YW', 4],
        ['SZ-TG', '8'],
      ],
      at: ago(6),
      shop: shops.mini,
      steps: received(ago(6), sf('SF1402273319047')),
    },
    { of, lines: [['TY-ASM', 4]], at: ago(0, 8), shop: shops.mini, steps: [life.awaitPayment(ago(0, 8))] },
    {
      of: outsiderId,
      lines: [['HN-250', 60]],
      at: ago(2),
      steps: [...paid(ago(2)), life.set({ filedUnder: customerIds[of] })],
    },
  ]
}

/** After the cancellation the shop counts nothing any more, while the money has still to go back. */
const countNothing: life.Step = (order) => ({
  ...order,
  amounts: { ...order.amounts, payable: 0 },
  items: order.items.map((item) => ({ ...item, quantity: 0, total: 0 })),
})

function ofLuo(now: number): Story[] {
  const ago = daysAgo(now)
  const of = cast.friendOfTodos
  return [
    {
      of,
      lines: [['QQ-MRJG', 5]],
      at: ago(3),
      steps: [...paid(ago(3)), life.cancel(ago(1), '客户改主意'), countNothing],
    },
    {
      of,
      lines: [
        ['WL-DMJ', 6],
        ['LS-YW', 2],
      ],
      at: ago(20),
      shop: shops.mini,
      steps: [
        ...received(ago(20), sf('SF1402258800173')),
        // A kind of task that the contract does not know, and no date for it.
        life.addTask(ago(2), { kind: 'tasting', title: '回访辣条试吃反馈', dueAt: null }),
      ],
    },
  ]
}

function ofOthers(now: number): Story[] {
  const ago = daysAgo(now)
  const unpaid = (of: string, sku: string, at: number): Story => ({
    of,
    lines: [[sku, 12]],
    at,
    steps: [life.awaitPayment(at)],
  })
  return [
    unpaid(cast.samePhone, 'KSF-HSNR', ago(1)),
    { of: cast.managed, lines: [['HN-250', 10]], at: ago(2), steps: paid(ago(2)) },
    unpaid(secondAccount, 'DP-500', ago(2, 15)),
    unpaid(cast.phoneOfColleagues, 'LS-YW', ago(1)),
    unpaid(cast.ofColleague, 'NFSQ-550', ago(2)),
    { of: cast.ofColleague, lines: [['SH-WZW', 4]], at: ago(15), steps: received(ago(15), car('YHCP2600341')) },
  ]
}

export const stories = (now: number): Story[] =>
  [storiesOfChen, ofLiang, ofWang, ofDonuts, ofLuo, ofOthers].flatMap((write) => write(now))
