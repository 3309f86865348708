import sample from '../../seeds/waiqin.query-task-type.json' with { type: 'json' }
import type { TaskType } from './entities.ts'

interface Kind {
  id: string
  name: string
  execute_demand: string
  isPictureRequired: boolean
  /** Contents that a task of this kind can have. */
  contents: string[]
}

export const firstKind: Kind = {
  id: '6067108969643484901',
  name: '陈列检查',
  execute_demand: '1',
  isPictureRequired: true,
  contents: [
    '检查货架第二层陈列面，不少于 4 个排面，拍全景照一张',
    '冰柜陈列复查：上次照片里有竞品混放，请当面整改',
    '端架堆头检查，价签是否更新为本月促销价',
  ],
}

/** The kinds of task that the company gives its salespeople. */
export const kinds: readonly Kind[] = [
  firstKind,
  {
    id: '6067108969643484902',
    name: '补货',
    execute_demand: '1',
    isPictureRequired: false,
    contents: [
      '苏打水、可乐断货，补货各两箱',
      '补货：矿泉水 550ml 十箱，随车带走空箱',
      '中秋礼盒余量不足，补 6 盒并核对库存',
    ],
  },
  {
    id: '6067108969643484903',
    name: '客户回访',
    execute_demand: '2',
    isPictureRequired: false,
    contents: [
      '回访上周投诉的破损问题是否已处理',
      '新客户满月回访，了解动销和退换货情况',
      '电话回访：确认本月配送时间是否合适',
    ],
  },
  {
    id: '6067108969643484904',
    name: '新品试吃',
    execute_demand: '1',
    isPictureRequired: true,
    contents: ['周末新品试吃，带试吃台和 2 箱样品', '低糖饼干试吃，收集 10 位顾客的反馈'],
  },
  {
    id: '6067108969643484905',
    name: '账期催收',
    execute_demand: '0',
    isPictureRequired: false,
    contents: ['上月货款已过账期，请核对对账单并确认打款日', '账期 30 天即将到期，提前与老板确认'],
  },
  {
    id: '6067108969643484906',
    name: '价格巡查',
    execute_demand: '2',
    isPictureRequired: true,
    contents: ['巡查竞品同规格零售价，填写价格表', '核对 5 个主推单品的零售价，低于指导价的拍照'],
  },
]

const details = (kind: Kind): TaskType => ({
  type_id: kind.id,
  type_name: kind.name,
  status: '1',
  publish_status: '1',
  creator_id: '6327808947511856653',
  creator_name: '赵敏',
  create_time: '2023-02-06 09:12',
  modifier_id: '6327808947511856653',
  modifier_name: '赵敏',
  modify_time: '2024-03-11 17:40',
  execute_demand: kind.execute_demand,
  receiver_limit: '0',
  feedback_picture_required: kind.isPictureRequired ? '1' : '0',
  is_album_permitted: kind.isPictureRequired ? '0' : '1',
  remark: '',
})

/** The type from the vendor's documentation, those in use, one stopped and one deleted. */
export function seedTypes(): TaskType[] {
  const old = { execute_demand: '2', isPictureRequired: false, contents: [] }
  return [
    ...structuredClone(sample),
    ...kinds.map(details),
    { ...details({ ...old, id: '6067108969643484907', name: '旧版拜访' }), status: '0', publish_status: '0' },
    { ...details({ ...old, id: '6067108969643484908', name: '测试类型' }), status: '2', publish_status: '0' },
  ]
}
