import sample from '../../seeds/tanma.get-group-list.json' with { type: 'json' }
import { chinaMinute, chinaSecond, laterToday, onDay } from '../china-time.ts'
import { cast } from '../../world/cast.ts'
import { createRandom, type Random } from '../../world/random.ts'
import type { Chat, World } from '../../world/world.ts'
import type { GroupRow, SopGroup, SopTask } from './entities.ts'

/** The manager whose id the documentation's sample request uses; they see the 12 groups that the sample counts. */
const sampleViewer = '463352988837952'

interface Outline {
  title: string
  at: number
  sendStatus: number
  mode: number
}

/** The row that 探马 returns for a task due at this time (epoch ms). */
export function createSopTask(id: string, chatId: string, { title, at, sendStatus, mode }: Outline): SopTask {
  return {
    id,
    // At 探马 one definition may have many tasks; here each task has its own.
    sopInfoId: id.replace(/^.{4}/, 'a1b2'),
    title,
    chatId,
    chatName: '',
    owner: null,
    ownerName: null,
    sendStatus,
    creatorId: 454548673615872,
    mode,
    startTime: chinaMinute(at),
    ownerId: null,
    sendStatusDetail: null,
    startTimeExport: null,
    qwSalesId: null,
  }
}

function plans(now: number): Record<string, Outline[]> {
  const at = (days: number) => (days === 0 ? laterToday(now, 3) : onDay(now, days, 10))
  const task = (title: string, days: number, sendStatus: number, mode = 1) => ({
    title,
    at: at(days),
    sendStatus,
    mode,
  })
  return {
    [cast.busyChat]: [
      task('周三新品价格表', 0, 0),
      task('缺货接龙提醒', -1, 0),
      task('订货会邀请函（第二轮）', 2, 0, 0),
      task('月末盘点与对账提醒', 9, 0),
      task('夏季饮料陈列攻略', -14, 1),
      task('老客户答谢红包', -6, 9, 0),
    ],
    [cast.chatWithoutName]: [task('欢迎语与店铺资料登记', -3, 0), task('首单优惠说明', 1, 0, 0)],
    wrGuanyinqiaoBuhuoAAAAAAAAAAAAAAAA: [
      task('早间补货接龙', 0, 0),
      task('空箱回收通知', -2, 0),
      task('节前备货清单：白酒、坚果礼盒、牛奶、方便食品四大类共 36 个单品的建议订货量与到货时间安排', 4, 0, 0),
    ],
    wrDapingShequTuangouAAAAAAAAAAAAAA: [task('🍊 橙子团购开团', 1, 0), task('团长佣金结算', -5, 1)],
    wr2ohRCAAAq1Yz0LaoQun2021BBBBBBBBB: [task('答谢会签到', -1700, 1)],
  }
}

function groupOf(chat: Chat, world: World, tasks: SopTask[], random: Random): SopGroup | null {
  const owner = world.staff.find(({ userid }) => userid === chat.owner)
  if (!owner?.tanmaId) return null
  return {
    salesId: owner.tanmaId,
    salesName: owner.name,
    departmentName: '渝南销售部',
    chatId: chat.chatId,
    chatName: chat.name,
    tasks,
    calendars: [],
    tagGroupNames: random.chance(0.4) ? ['重点群'] : [],
    createTimeGroup: chinaSecond(chat.createTime * 1000),
  }
}

/** The ten groups of the vendor's documentation, unchanged, and the world's other groups with tasks around now. */
export function seedGroups(world: World, now: number, seed: number): GroupRow[] {
  const random = createRandom(seed ^ 0x74_6d)
  const planned = plans(now)
  const known = new Set(sample.data.result.map(({ chatId }) => chatId))
  const seeded = structuredClone<SopGroup[]>(sample.data.result)
  const others = world.chats.flatMap((chat) => {
    const tasks = (planned[chat.chatId] ?? []).map((task) => createSopTask(random.hex(32), chat.chatId, task))
    return known.has(chat.chatId) ? [] : (groupOf(chat, world, tasks, random) ?? [])
  })
  return [...seeded, ...others].map((group) => {
    const isOfSample = known.has(group.chatId) || group.createTimeGroup < '2022'
    const visibleTo = isOfSample ? [group.salesId, sampleViewer] : [group.salesId]
    return { group, visibleTo, tagGroupIds: group.tagGroupNames.length > 0 ? [101] : [] }
  })
}
