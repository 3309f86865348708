export const levels = {
  urgent: { name: '紧急', color: '#ff0303' },
  high: { name: '重要', color: '#ff9500' },
  normal: { name: '一般', color: '#3b82f6' },
}

export const mainAccount = { id: 3430, number: 'kkk368555', nick: '个微P06' }

/** The company's WeChat accounts that have the friends. */
export const accounts = [
  mainAccount,
  { id: 3431, number: 'yuzhong_p07', nick: '个微P07' },
  { id: 3442, number: 'nanping_p11', nick: '南坪服务号' },
]

// oxfmt-ignore
export const titles = [
  '询问上周到货的动销', '发送本周价格表', '提醒订货截单', '跟进陈列费签字', '回复退换货进度', '邀请进新品试吃群',
  '确认送货时间', '收集门头照片', '账期到期前提醒', '了解竞品促销', '节日问候', '跟进新店选址',
]
export const contents = [
  null,
  null,
  '电话没人接，下午再打',
  '老板说等月底再看',
  '已发微信，等回复',
  '上次谈到进场费，需要请示',
]
