/** Labels of the settings in the simulator's panel. */
const words: Record<string, string> = {
  agentConfig: '核对应用的签名',
  getContext: '从哪里打开',
  getCurExternalContact: '打开的是哪位客户',
  getCurExternalChat: '打开的是哪个群',
  sendChatMessage: '放入输入框',
  openEnterpriseChat: '打开聊天',
  auto: '按会话',
  single_chat_tools: '客户聊天',
  group_chat_tools: '客户群聊',
  contact_profile: '客户详情页',
  single_kf_tools: '微信客服',
  normal: '工作台',
  chain_single_chat_tools: '上下游聊天（不支持）',
  keep: '保留页面',
  recreate: '重建页面',
  none: '正常',
  never: '不做，也不回话',
  unanswered: '做了，但不回话',
  no_permission: '没有权限',
  invalid_signature: '签名无效',
  cancel: '用户取消',
  image: '图片',
  video: '视频',
  file: '文件',
  news: '链接',
  miniprogram: '小程序',
  slow: '慢',
  down: '连不上',
  refusing: '拒绝',
  garbage: '乱码',
  rate_limited: '限流',
  wecom: '企业微信',
  youmi: '友米（待办）',
  waiqin: '勤策（外勤）',
  tanma: '探马（群SOP）',
  yunzhong: '芸众（推送、朋友圈、通知）',
  orders: '云货订单',
  'windows-4.1.36': 'Windows 4.1.36',
  'windows-5.0.11': 'Windows 5.0.11',
  'windows-3.0.16': 'Windows 3.0.16（太旧）',
}

/** How the client's bridge comes. */
const bridges: Record<string, string> = { ready: '正常', late: '晚到 2 秒', none: '没有' }

export const bridgeWordOf = (value: string) => bridges[value] ?? value
export const wordOf = (value: string) => words[value] ?? value
