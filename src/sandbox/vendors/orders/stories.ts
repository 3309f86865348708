import { cast } from '../../world/cast.ts'
import { onDay } from '../china-time.ts'
import { cancel } from './after-sales.ts'
import { customerIds, outsiderId, secondAccount } from './customers.ts'
import { awaitPayment, payDeposit, ship, sign } from './life.ts'
import { shops } from './place-order.ts'
import { addTask, remark, set, type Step } from './steps.ts'
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
        ...paid(ago(12)),
        ship(ago(11), car('YHCP2600377'), true),
        ship(ago(10), car('YHCP2600381')),
        sign(ago(9)),
        addTask(ago(8), { kind: 'invoice', title: '开增值税专用发票', dueAt: onDay(now, 1) }),
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
      steps: [...paid(at), remark(at, 'customer', '<script>alert(1)</script> & "急"'), set({ fields })],
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
    { of, lines: [['TY-ASM', 4]], at: ago(0, 8), shop: shops.mini, steps: [awaitPayment(ago(0, 8))] },
    {
      of: outsiderId,
      lines: [['HN-250', 60]],
      at: ago(2),
      steps: [...paid(ago(2)), set({ filedUnder: customerIds[of] })],
    },
  ]
}

/** After the cancellation the shop counts nothing any more, while the money has still to go back. */
const countNothing: Step = (order) => ({
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
      steps: [...paid(ago(3)), cancel(ago(1), '客户改主意'), countNothing],
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
        addTask(ago(2), { kind: 'tasting', title: '回访辣条试吃反馈', dueAt: null }),
      ],
    },
  ]
}

/** Long names of goods and a long status, before the many orders that nobody has written. */
function ofBaihui(now: number): Story[] {
  const at = daysAgo(now)(1, 9)
  return [
    {
      of: cast.longName,
      lines: [
        ['LJS-900', 20],
        ['DFSY-WLC9', 60],
      ],
      at,
      steps: [...paid(at), set({ statusText: '待发货，只能周二或周四送，走后门，送货前一天电话联系王总或爱人确认' })],
    },
  ]
}

function ofOthers(now: number): Story[] {
  const ago = daysAgo(now)
  const unpaid = (of: string, sku: string, at: number): Story => ({
    of,
    lines: [[sku, 12]],
    at,
    steps: [awaitPayment(at)],
  })
  return [
    unpaid(cast.samePhone, 'KSF-HSNR', ago(1)),
    { of: cast.managed, lines: [['HN-250', 10]], at: ago(2), steps: paid(ago(2)) },
    unpaid(secondAccount, 'DP-500', ago(2, 15)),
    unpaid(cast.phoneOfColleagues, 'LS-YW', ago(1)),
    {
      of: cast.ofColleague,
      lines: [['NFSQ-550', 60]],
      at: ago(2),
      steps: [awaitPayment(ago(2)), payDeposit(ago(2, 11), 50_000)],
    },
    { of: cast.ofColleague, lines: [['SH-WZW', 4]], at: ago(15), steps: received(ago(15), car('YHCP2600341')) },
  ]
}

export const stories = (now: number): Story[] =>
  [storiesOfChen, ofLiang, ofWang, ofDonuts, ofLuo, ofBaihui, ofOthers].flatMap((write) => write(now))
