import { laterToday, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import type { Todo } from './entities.ts'

/** A todo written by hand for one of the cast. Recipients are WeCom userids. */
export interface Story {
  contact: string
  recipients: string[]
  title: string
  content: string | null
  addedDaysAgo: number
  remindAt: number
  level: 'urgent' | 'high' | 'normal'
  eventType?: Todo['eventType']
  state?: Todo['state']
  isRepeating?: true
}

export function stories(now: number): Story[] {
  const me = { recipients: [cast.salesperson] }
  const chen = { ...me, contact: cast.seedContact }
  const inDays = (days: number) => onDay(now, days)
  return [
    {
      ...chen,
      title: '回复陈列费到账时间',
      content: '陈姐早上问冰柜陈列费，答应周五前到账，今天给准信',
      addedDaysAgo: 1,
      remindAt: laterToday(now, 2),
      level: 'urgent',
      eventType: 100,
    },
    {
      ...chen,
      title: '给新店开业的朋友圈点赞',
      content: null,
      addedDaysAgo: 1,
      remindAt: inDays(1),
      level: 'normal',
      eventType: 120,
    },
    {
      ...chen,
      title: '每周一提醒订货',
      content: '周一上午提醒订货，截单 16:00',
      addedDaysAgo: 40,
      remindAt: inDays(6),
      level: 'normal',
      isRepeating: true,
    },
    {
      ...chen,
      title: '发送上月对账单',
      content: '已发送并确认',
      addedDaysAgo: 18,
      remindAt: inDays(-15),
      level: 'high',
      state: 1,
    },
    {
      ...chen,
      title: '邀请参加订货会',
      content: '订货会取消',
      addedDaysAgo: 25,
      remindAt: inDays(-12),
      level: 'normal',
      state: 2,
    },
    {
      ...chen,
      recipients: [cast.colleague],
      title: '核对晓雨便利店开票资料',
      content: '抬头改为「晓雨便利店（个体工商户）」',
      addedDaysAgo: 2,
      remindAt: inDays(2),
      level: 'normal',
    },
    {
      ...me,
      contact: cast.friendOfTodos,
      title: '约罗倩看零食屋选址',
      content: '她有两个备选铺面，想听听我们的建议',
      addedDaysAgo: 3,
      remindAt: inDays(1),
      level: 'high',
      eventType: 100,
    },
    {
      ...me,
      contact: cast.longName,
      title:
        '和王总确认下月促销档期、堆头位置与费用、送货时间（仅限周二周四走后门）、冷柜电费分摊方案以及春节备货计划，确认后把结果同步给仓库、财务和督导组三方并留存书面记录',
      content: null,
      addedDaysAgo: 4,
      remindAt: inDays(-1),
      level: 'urgent',
    },
    {
      ...me,
      contact: cast.emoji,
      title: '🎂 老板娘生日，送祝福',
      content: '她喜欢草莓🍓',
      addedDaysAgo: 5,
      remindAt: laterToday(now, 5),
      level: 'normal',
      eventType: 100,
    },
    {
      ...me,
      contact: cast.markup,
      title: '<b>加粗</b> & "引号" 客户的备注原样显示',
      content: '<script>alert("x")</script>',
      addedDaysAgo: 2,
      remindAt: inDays(3),
      level: 'normal',
    },
    {
      ...me,
      contact: cast.samePhone,
      title: '唐老板的桶装油样品',
      content: '带两款小包装给他试',
      addedDaysAgo: 6,
      remindAt: inDays(2),
      level: 'normal',
      eventType: 130,
    },
    {
      recipients: [cast.colleague],
      contact: cast.ofColleague,
      title: '关老板催返利',
      content: '三季度返利，财务说下周一',
      addedDaysAgo: 3,
      remindAt: inDays(2),
      level: 'high',
    },
  ]
}
