/** The people and groups that tests and the workbench tour refer to by name. */
export const cast = {
  salesperson: 'mengxiangyu',
  colleague: 'linxiaomei',
  busiest: 'hejing',
  /** Their 工号 is unknown. */
  withoutYoumiId: 'zhouwei',
  /** 陈晓雨: the vendors' sample rows are about her. */
  seedContact: 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA',
  seedFriend: 'wxid_cdh8t1ajl8qm22',
  seedCustomer: '7269195022934925565',
  /** 测测测, from 探马's documentation. */
  seedChat: 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA',
  /** A recent group, with 陈晓雨 in it. */
  busyChat: 'wrNanpingLaobanQunAAAAAAAAAAAAAAAA',
  chatWithoutTasks: 'wrXinpinShichiQunAAAAAAAAAAAAAAAAA',
  chatWithoutName: 'wrMeiyouMingziAAAAAAAAAAAAAAAAAAAA',
  /** Linked everywhere, but no open items. */
  idle: 'wmHeMiaomiaoAAAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; a 勤策 customer of the salesperson has the same phone. */
  samePhone: 'wmTangGuoqiangAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; the salesperson manages their 勤策 customer, but it has another phone. */
  managed: 'wmXuLihuaAAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; a 勤策 customer with the same phone is managed by a colleague only. */
  phoneOfColleagues: 'wmDengYongAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; a friend with this name appears in the salesperson's todos. */
  friendOfTodos: 'wmLuoQianAAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Unknown to every vendor. */
  stranger: 'wmMoshengAAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Now followed by the colleague only. */
  ofColleague: 'wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA',
  /** Has no follower that the app may see. */
  ofNobody: 'wmWurenKejianAAAAAAAAAAAAAAAAAAAAA',
  foreign: 'wmWaibuGongsiAAAAAAAAAAAAAAAAAAAAA',
  deleted: 'wmYijingShanchuAAAAAAAAAAAAAAAAAAA',
  ofOtherCompany: 'woLiangpinShiyeAAAAAAAAAAAAAAAAAAA',
  longName: 'wmChangMingziAAAAAAAAAAAAAAAAAAAAA',
  emoji: 'wmTianTianQuanAAAAAAAAAAAAAAAAAAAA',
  markup: 'wmJianKuohaoAAAAAAAAAAAAAAAAAAAAAA',
} as const
