import { laterToday, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import type { TaskOutline } from './task-outline.ts'

/** A task written by hand for one of the cast. */
export interface Story {
  contact: string
  receiver: string
  /** Name of its type. */
  type: string
  content: string
  createdDaysAgo: number
  dueAt: number | null
  task_status: TaskOutline['task_status']
  feedback?: { content: string; daysAgo: number }[]
  isDeleted?: true
}

const longContent =
  '请在本周五之前完成百汇生鲜旗舰店的全部冷藏柜、冷冻柜、常温货架及收银台端架的陈列检查，逐一核对主推单品的排面数、价签、生产日期和先进先出执行情况，' +
  '对发现的问题当场整改并拍摄整改前后的对比照片；同时与王总确认下月促销档期、堆头费用和送货时间（仅限周二、周四，走后门），并把确认结果写在反馈里。'

/** The current tasks about 陈晓雨 and the rest of the cast. */
export function stories(now: number): Story[] {
  const me = { receiver: cast.salesperson }
  const chen = { ...me, contact: cast.seedContact }
  const inDays = (days: number) => onDay(now, days)
  return [
    {
      ...chen,
      type: '补货',
      content: '可乐、苏打水断货，今天补各两箱，顺便收回空箱',
      createdDaysAgo: 1,
      dueAt: laterToday(now, 4),
      task_status: '0',
    },
    {
      ...chen,
      type: '陈列检查',
      content: '冰柜陈列照片不清晰，请重新拍摄并上传全景',
      createdDaysAgo: 9,
      dueAt: inDays(-2),
      task_status: '3',
      feedback: [
        { content: '已整改，冰柜第一层恢复为我方产品', daysAgo: 5 },
        { content: '补拍照片，光线较暗', daysAgo: 3 },
      ],
    },
    {
      ...chen,
      type: '新品试吃',
      content: '周末新品试吃：带试吃台、2 箱低糖饼干',
      createdDaysAgo: 2,
      dueAt: inDays(4),
      task_status: '0',
    },
    {
      ...chen,
      type: '客户回访',
      content: '有空时了解隔壁新开超市对晓雨便利店的影响',
      createdDaysAgo: 15,
      dueAt: null,
      task_status: '0',
    },
    {
      ...chen,
      type: '账期催收',
      content: '核对上月对账单并确认打款日',
      createdDaysAgo: 30,
      dueAt: inDays(-20),
      task_status: '2',
      feedback: [{ content: '老板已签字，5 号打款', daysAgo: 22 }],
    },
    {
      ...chen,
      type: '补货',
      content: '重复下发，已作废',
      createdDaysAgo: 3,
      dueAt: inDays(1),
      task_status: '0',
      isDeleted: true,
    },
    {
      ...chen,
      receiver: cast.colleague,
      type: '价格巡查',
      content: '核对 5 个主推单品的零售价，低于指导价的拍照',
      createdDaysAgo: 4,
      dueAt: inDays(2),
      task_status: '0',
    },
    {
      ...me,
      contact: cast.samePhone,
      type: '客户回访',
      content: '回访菜籽油漏油的换货是否到店',
      createdDaysAgo: 6,
      dueAt: inDays(-1),
      task_status: '0',
    },
    {
      ...me,
      contact: cast.samePhone,
      type: '补货',
      content: '大米 10kg 装补 20 袋',
      createdDaysAgo: 1,
      dueAt: inDays(3),
      task_status: '0',
    },
    {
      ...me,
      contact: cast.managed,
      type: '价格巡查',
      content: '巡查白酒同规格零售价，填写价格表',
      createdDaysAgo: 2,
      dueAt: laterToday(now, 6),
      task_status: '0',
    },
    {
      contact: cast.phoneOfColleagues,
      receiver: cast.busiest,
      type: '陈列检查',
      content: '检查端架堆头，价签是否更新',
      createdDaysAgo: 2,
      dueAt: inDays(5),
      task_status: '0',
    },
    {
      ...me,
      contact: cast.longName,
      type: '陈列检查',
      content: longContent,
      createdDaysAgo: 3,
      dueAt: inDays(2),
      task_status: '0',
    },
    {
      ...me,
      contact: cast.markup,
      type: '补货',
      content: '<img src=x onerror=alert(1)> 方便面 & 火腿肠各 5 箱 "急"',
      createdDaysAgo: 2,
      dueAt: laterToday(now, 8),
      task_status: '0',
    },
    {
      ...me,
      contact: cast.emoji,
      type: '新品试吃',
      content: '🍓草莓大福新品试吃 😋 拍照发群里',
      createdDaysAgo: 2,
      dueAt: inDays(1),
      task_status: '0',
    },
    {
      receiver: cast.colleague,
      contact: cast.ofColleague,
      type: '账期催收',
      content: '账期 15 天已到，请与关老板确认打款',
      createdDaysAgo: 5,
      dueAt: inDays(-3),
      task_status: '0',
    },
  ]
}
