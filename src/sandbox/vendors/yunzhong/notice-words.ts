/** Types 1 to 4 are in the vendor's samples. There is no published list, so unknown types are included. */
export const heads: readonly { type: number; text: string; desc: string | null }[] = [
  { type: 1, text: '将状态更变为:进行中', desc: '进行中' },
  { type: 1, text: '将状态更变为:已完成', desc: '已完成' },
  { type: 2, text: '邀请你加入到任务的参与人中', desc: null },
  { type: 3, text: '评论了任务', desc: null },
  { type: 3, text: '评论了任务', desc: null },
  { type: 4, text: '给你分配了任务', desc: '' },
  { type: 7, text: '修改了任务的截止时间', desc: null },
  { type: 9, text: '将你移出了项目', desc: null },
]

export const comments: readonly string[] = [
  '资料已上传，麻烦看一下',
  '客户说下周二才有空，时间往后挪一天',
  '这个今天能出结果吗？',
  '<b>已确认</b> & 归档',
  '陈列照片不清楚，请重新拍一张再传，最好能把价签和冰柜左侧的海报都拍进去，总部月底要抽查',
]

export const projectTasks: readonly { name: string; desc: string }[] = [
  { name: '南坪片区冰柜投放', desc: '本月投放 20 台，优先便利店' },
  { name: '年末返利核对', desc: '与财务逐户核对返利金额' },
  { name: '双十二物料分发', desc: '海报、跳跳卡、堆头围板' },
  { name: '新品苏打水铺货', desc: '重点客户铺货率 80%' },
  { name: '客户资料补全', desc: '补全营业执照与开票信息' },
  { name: '订货会筹备', desc: '' },
  { name: '临期品处理', desc: '登记、调换、报损' },
  { name: '陈列检查抽查', desc: '每人抽查 5 家' },
]
