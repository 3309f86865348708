import { cast } from '../../world/cast.ts'
import type { Piece, Push } from './entities.ts'

const html = (text: string) => `<p style="line-height: 1.75em; color: rgb(51, 51, 51);">${text}</p>`
const text = (news: string): Piece => ({ type: 'text', news })
const image = (name: string, media_id: string): Piece => ({
  type: 'image',
  link_img: `/attachment/${name}.svg`,
  media_id,
})

const intro = text(
  `${html('您好！我是您的专属客户经理，以后<strong>补货、换货、对账</strong>都可以直接找我。')}${html('下面是我们的资料，您先看看👇')}`,
)
const priceTable = image('本周价格表', '3pQ7vYbJm0sTjiagePriceTable0000000000000000000000001')
const manual: Piece = {
  type: 'link',
  title: '新店开业陈列手册',
  link: 'https://mp.example.com/s/kaiye-chenlie',
  describe: '从门头到收银台，一页看懂',
  link_img: '/attachment/陈列手册.svg',
}
const shop: Piece = {
  type: 'applet',
  title: '一键补货小程序',
  appid: 'wx7f0c2a9d5e1b3846',
  page: 'pages/reorder/index.html',
  link_img: '/attachment/一键补货.svg',
}
const video: Piece = {
  type: 'video',
  link_video: '/attachment/冰柜使用说明.mp4',
  media_id: '3pQ7vYbJm0sTfreezerGuideVideo000000000000000000000002',
}
const contract: Piece = {
  type: 'file',
  link_file: '/attachment/陈列协议.pdf',
  media_id: '3pQ7vYbJm0sTcontractFile00000000000000000000000000003',
}

export const contactPieces: Record<1 | 2 | 3, readonly Piece[]> = {
  1: [intro, priceTable, manual, shop, contract],
  2: [text(html('老板您好，本月账单已生成，麻烦 28 日前核对，<br/>有出入随时告诉我。')), contract],
  3: [
    text(html('祝您生日快乐🎂 生意兴隆，天天爆单！')),
    image('生日贺卡', '3pQ7vYbJm0sTbirthdayCard000000000000000000000000004'),
  ],
}

export const groupPieces: readonly Piece[] = [
  text(html('各位老板上午好，<span style="color: #ff0000;">本周价格表</span>已更新，下单截止今天 16:00。')),
  priceTable,
  shop,
]

/** The cast's pending pushes. */
export const pushStories: readonly Omit<Push, 'id' | 'sentKeys'>[] = [
  {
    taskName: '新客第三天：资料与样品',
    type: 1,
    userid: cast.salesperson,
    targetId: cast.seedContact,
    pieces: { 0: intro, 1: priceTable, 2: manual, 3: shop, 4: contract },
  },
  {
    taskName: '冰柜陈列费到账通知',
    type: 2,
    userid: cast.salesperson,
    targetId: cast.seedContact,
    // Two pieces were deleted from the SOP; the vendor does not renumber the others.
    pieces: {
      0: text(
        `${html('陈姐，冰柜陈列费 <b>&yen;600</b> 预计周五前到账。')}${html('使用视频我也发您一份，有问题随时找我&nbsp;:)')}`,
      ),
      2: video,
      5: text('到账后麻烦回我一声，谢谢！'),
    },
  },
  {
    taskName: '核对开票资料',
    type: 2,
    userid: cast.colleague,
    targetId: cast.seedContact,
    pieces: { 0: text(html('陈老板，开票抬头麻烦再确认一下。')) },
  },
  {
    taskName: '周三价格表',
    type: 4,
    userid: cast.salesperson,
    targetId: cast.seedChat,
    pieces: { 0: groupPieces[0] ?? intro, 1: priceTable, 2: shop },
  },
  {
    taskName: '新品试饮接龙',
    type: 4,
    userid: cast.salesperson,
    targetId: cast.seedChat,
    pieces: { 0: text(html('想要苏打水样品的老板请接龙：<br>1.')) },
  },
  {
    taskName: '订货会邀请',
    type: 4,
    userid: cast.salesperson,
    targetId: cast.busyChat,
    pieces: {
      0: text(html('12 月订货会 18 日下午两点，南坪会展中心 3 楼，欢迎各位老板！')),
      1: {
        type: 'link',
        title: '订货会报名',
        link: 'https://mp.example.com/s/dinghuohui',
        describe: '现场下单满 5000 送冰柜一年使用权',
        link_img: '/attachment/订货会.svg',
      },
      2: video,
      3: contract,
    },
  },
  {
    taskName: '下月促销档期、堆头位置与费用、送货时间和冷柜电费分摊方案的书面确认（请发送全部资料并提醒他回复）',
    type: 1,
    userid: cast.salesperson,
    targetId: cast.longName,
    pieces: { 0: text(html('王总您好，附件是下月的方案，请过目。')), 1: contract },
  },
  {
    taskName: '🎂 生日祝福',
    type: 3,
    userid: cast.salesperson,
    targetId: cast.emoji,
    pieces: { 0: contactPieces[3][0] ?? intro, 1: contactPieces[3][1] ?? priceTable },
  },
  {
    taskName: '<b>测试</b> & "引号"',
    type: 1,
    userid: cast.salesperson,
    targetId: cast.markup,
    pieces: { 0: text('<script>alert("x")</script><p>1 &lt; 2 &amp;&amp; 3 &gt; 2</p><img src=x onerror=alert(1)>') },
  },
  {
    taskName: '志远日杂回访',
    type: 1,
    userid: cast.colleague,
    targetId: cast.ofColleague,
    pieces: { 0: text(html('关老板，上周的货卖得怎么样？')) },
  },
]
