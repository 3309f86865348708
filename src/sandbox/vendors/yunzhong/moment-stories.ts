/** A moment that the company wants published. */
export interface MomentStory {
  text: string
  attachment: 'image' | 'video' | { title: string; url: string } | null
  /** Names of the customer tags that may see it; without tags, all customers may. */
  tags?: string[]
  /** userids of those who should publish it; if missing, everyone. */
  users?: string[]
  departments?: number[]
  /** Whether the cast's `salesperson` has published it. */
  mine?: boolean
}

export const momentStories: readonly MomentStory[] = [
  { text: '早安☀️ 今天也是元气满满的一天，缺货补货随时叫我。', attachment: 'image' },
  { text: '立冬进补，热饮专区已备齐：姜枣茶、热可可、红糖姜茶，整箱更优惠。', attachment: 'image' },
  {
    text: '收银台旁边的小货架怎么摆最好卖？三步教会您。',
    attachment: { title: '小货架陈列三步法', url: 'https://mp.example.com/s/chenlie-3' },
  },
  { text: '小店防盗、防火、防过期，月底自查一遍更安心。', attachment: null },
  { text: '新鲜到货，30 秒带您看看今天的冷链车。', attachment: 'video' },
  { text: '天冷路滑，送货师傅可能晚到半小时，请各位老板见谅🙏', attachment: null },
]

interface Theme {
  name: string
  daysAgo: number
  isOpen: boolean
  stories: MomentStory[]
}

const salespeople = ['mengxiangyu', 'linxiaomei', 'hejing']

export const momentThemes: readonly Theme[] = [
  {
    name: '苏打水新品上市',
    daysAgo: 1,
    isOpen: true,
    stories: [
      {
        text: '【新品】无糖苏打水三种口味到货！买十箱送一箱，限本周。\n想要样品的老板请私信我。',
        attachment: 'image',
        mine: false,
      },
      {
        text: '苏打水试饮视频来了，柠檬味卖得最快。',
        attachment: 'video',
        tags: ['便利店', '超市'],
        users: salespeople,
        mine: false,
      },
    ],
  },
  {
    name: '重点客户答谢',
    daysAgo: 2,
    isOpen: true,
    stories: [
      {
        text: '感谢一路支持！重点客户年末返利方案已出，点开看看您能返多少。',
        attachment: { title: '年末返利方案（重点客户）', url: 'https://mp.example.com/s/fanli-2026' },
        tags: ['重点客户'],
        mine: false,
      },
      {
        text: '月结客户请留意：本月账单 25 日出，28 日前核对完毕可参与抽奖。',
        attachment: null,
        tags: ['月结', '账期30天'],
        mine: true,
      },
    ],
  },
  {
    name: '母婴专场',
    daysAgo: 3,
    isOpen: true,
    stories: [{ text: '母婴专场：湿巾、奶瓶清洗剂组合装直降。', attachment: 'image', tags: ['母婴店'], mine: false }],
  },
  {
    name: '双十二预热',
    daysAgo: 4,
    isOpen: true,
    stories: [
      {
        text: '双十二怎么备货？爆款清单、堆头尺寸、海报下载，一篇说清👇',
        attachment: { title: '双十二备货指南', url: 'https://mp.example.com/s/1212' },
        departments: [1],
      },
      {
        text: '<b>限时</b> & "预订" 的老板优先送货；<script>alert(1)</script> 只是文字。',
        attachment: null,
        mine: false,
      },
    ],
  },
  {
    name: '仓库直播预告',
    daysAgo: 5,
    isOpen: true,
    stories: [{ text: '周五晚八点，仓库直播看货，进直播间领 50 元进货券。', attachment: 'video', users: ['hejing'] }],
  },
  ...[
    '中秋礼盒',
    '开学季',
    '夏季冷饮',
    '端午粽子',
    '五一囤货',
    '清明青团',
    '春季焕新',
    '元宵汤圆',
    '年货节',
    '冬至饺子',
  ].map((name, at): Theme => ({
    name: `${name}（已结束）`,
    daysAgo: 60 + at * 30,
    isOpen: false,
    stories: [{ text: `${name}活动圆满结束，感谢各位老板捧场！`, attachment: 'image', mine: true }],
  })),
]
