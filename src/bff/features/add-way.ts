/** How the salesperson came by the customer, in words [externalcontact/get, add_way]. 0 means that WeCom does not know. */
export const addWays: Partial<Record<number, string>> = {
  1: '扫描二维码',
  2: '搜索手机号',
  3: '名片分享',
  4: '群聊',
  5: '手机通讯录',
  6: '微信联系人',
  8: '第三方应用的客服人员',
  9: '搜索邮箱',
  10: '视频号',
  201: '内部成员共享',
  202: '管理员或负责人分配',
}
