import { cast } from './cast.ts'
import type { Contact } from './world.ts'

/** A contact written by hand. Phones are of the unassigned blocks 1380000 and 1380001. */
export interface Character {
  id: string
  name: string
  shop: string
  remark: string
  mobile: string | null
  tags: string[]
  followers: string[]
  company?: { name: string; position: string }
  youmiId?: string
  waiqinId?: string
  /** Their number in the company's order system, where it knows them by a link alone. */
  ordersId?: string
  /** The vendors to which the company's import links this contact. */
  linked: ('youmi' | 'waiqin' | 'orders')[]
  gone?: NonNullable<Contact['gone']>
  isIdle?: true
}

const mine = [cast.salesperson]

export const characters: readonly Character[] = [
  {
    id: cast.seedContact,
    name: '陈晓雨',
    shop: '晓雨便利店',
    remark: '南坪店老板',
    mobile: '13800001111',
    tags: ['重点客户', '月结', '便利店'],
    followers: [cast.salesperson, cast.colleague],
    youmiId: cast.seedFriend,
    waiqinId: cast.seedCustomer,
    linked: ['youmi', 'waiqin'],
  },
  {
    id: cast.idle,
    name: '何苗苗',
    shop: '苗苗母婴生活馆',
    remark: '苗苗母婴 何姐',
    mobile: '13800001112',
    tags: ['普通客户', '现结', '母婴店'],
    followers: mine,
    youmiId: 'wxid_hemiaomiao0212',
    waiqinId: '7269195022934925601',
    linked: ['youmi', 'waiqin'],
    isIdle: true,
  },
  {
    id: cast.samePhone,
    name: '唐国强',
    shop: '国强粮油',
    remark: '国强粮油 唐老板',
    mobile: '13800001113',
    tags: ['普通客户', '粮油店'],
    followers: mine,
    youmiId: 'wxid_tang8gq1971',
    waiqinId: '7269195022934925602',
    linked: [],
  },
  {
    id: cast.managed,
    name: '徐丽华',
    shop: '丽华烟酒茶',
    remark: '丽华烟酒',
    mobile: null,
    tags: ['重点客户', '烟酒店'],
    followers: mine,
    waiqinId: '7269195022934925603',
    linked: [],
  },
  {
    id: cast.phoneOfColleagues,
    name: '邓勇',
    shop: '勇哥超市',
    remark: '勇哥超市',
    mobile: '13800001115',
    tags: ['超市'],
    followers: mine,
    waiqinId: '7269195022934925604',
    linked: [],
  },
  {
    id: cast.friendOfTodos,
    name: '罗倩',
    shop: '倩倩零食屋',
    remark: '罗倩 零食屋',
    mobile: '13800001116',
    tags: ['意向客户', '零食店'],
    followers: mine,
    youmiId: 'wxid_luoqian5520',
    linked: [],
  },
  {
    id: cast.stranger,
    name: '阿杰',
    shop: '',
    remark: '',
    mobile: null,
    tags: [],
    followers: mine,
    linked: [],
  },
  {
    id: cast.ofColleague,
    name: '关志远',
    shop: '志远五金日杂',
    remark: '志远日杂 关老板',
    mobile: '13800001118',
    tags: ['普通客户', '日杂店'],
    followers: [cast.colleague],
    youmiId: 'wxid_guanzy1983',
    waiqinId: '7269195022934925606',
    linked: ['youmi', 'waiqin'],
  },
  {
    id: cast.ofNobody,
    name: '苏婷',
    shop: '婷婷文具',
    remark: '',
    mobile: null,
    tags: [],
    followers: [],
    linked: [],
  },
  {
    id: cast.foreign,
    name: '客服小助手',
    shop: '',
    remark: '',
    mobile: null,
    tags: [],
    followers: mine,
    linked: [],
    gone: 'foreign',
  },
  {
    id: cast.deleted,
    name: '老客户 钱先生',
    shop: '钱记杂货',
    remark: '',
    mobile: null,
    tags: [],
    followers: mine,
    linked: [],
    gone: 'deleted',
  },
  {
    id: cast.ofOtherCompany,
    name: '梁品言',
    shop: '良品实业渝中仓',
    remark: '良品实业 采购',
    mobile: '13800001121',
    tags: ['重点客户', '经销商'],
    followers: mine,
    company: { name: '良品实业', position: '采购主管' },
    waiqinId: '7269195022934925607',
    ordersId: 'KH10012',
    linked: ['waiqin', 'orders'],
  },
  {
    id: cast.longName,
    name: '重庆南岸区南坪步行街百汇生鲜连锁便利超市旗舰店负责人王建国本人（24小时营业，有事先打电话）',
    shop: '重庆市南岸区南坪步行街百汇生鲜连锁便利超市旗舰店（总店）',
    remark: '百汇生鲜旗舰店 王总 只收周二周四的货 送货走后门 联系不上找他爱人',
    mobile: '13800001122',
    tags: ['重点客户', '月结', '生鲜超市', '每周二四收货', '需要提前电话', '开票：专票', '连锁总店'],
    followers: [cast.salesperson, cast.busiest],
    youmiId: 'wxid_baihuishengxian01',
    waiqinId: '7269195022934925608',
    linked: ['youmi', 'waiqin'],
  },
  {
    id: cast.emoji,
    name: '🍩甜甜圈🌈',
    shop: '甜甜圈烘焙',
    remark: '甜甜圈烘焙🍰',
    mobile: '13800001123',
    tags: ['意向客户', '烘焙店'],
    followers: mine,
    youmiId: 'wxid_donut0601ttq',
    waiqinId: '7269195022934925609',
    linked: ['youmi', 'waiqin'],
  },
  {
    id: cast.markup,
    name: '<b>老王</b> & "超市"',
    shop: '老王<超市>',
    remark: '老王 <script>alert(1)</script>',
    mobile: '13800001124',
    tags: ['超市', '<i>标签</i>'],
    followers: mine,
    youmiId: 'wxid_laowang_6688',
    waiqinId: '7269195022934925610',
    linked: ['youmi', 'waiqin'],
  },
]
