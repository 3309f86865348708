/** Those whom tests and the tour of the workbench ask for by name. */
export const cast = {
  salesperson: 'mengxiangyu',
  colleague: 'linxiaomei',
  busiest: 'hejing',
  /** Has no 工号 that anybody knows. */
  withoutYoumiId: 'zhouwei',
  /** 陈晓雨: the vendors' own sample rows are hers. */
  seedContact: 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA',
  seedFriend: 'wxid_cdh8t1ajl8qm22',
  seedCustomer: '7269195022934925565',
  /** 测测测 of the 探马 page. */
  seedChat: 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA',
  /** A group of today, with 陈晓雨 in it. */
  busyChat: 'wrNanpingLaobanQunAAAAAAAAAAAAAAAA',
  chatWithoutTasks: 'wrXinpinShichiQunAAAAAAAAAAAAAAAAA',
  chatWithoutName: 'wrMeiyouMingziAAAAAAAAAAAAAAAAAAAA',
  /** Linked everywhere, nothing to do. */
  idle: 'wmHeMiaomiaoAAAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; a 勤策 customer of the salesperson has the same phone. */
  samePhone: 'wmTangGuoqiangAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; the salesperson manages his 勤策 customer, but it has another phone. */
  managed: 'wmXuLihuaAAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; the phone is that of a customer whom only a colleague manages. */
  phoneOfColleagues: 'wmDengYongAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Not linked; a friend of this name is seen in the salesperson's todos. */
  friendOfTodos: 'wmLuoQianAAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Unknown to every vendor. */
  stranger: 'wmMoshengAAAAAAAAAAAAAAAAAAAAAAAAA',
  /** Only the colleague follows him now. */
  ofColleague: 'wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA',
  /** No follower that the app may see. */
  ofNobody: 'wmWurenKejianAAAAAAAAAAAAAAAAAAAAA',
  foreign: 'wmWaibuGongsiAAAAAAAAAAAAAAAAAAAAA',
  deleted: 'wmYijingShanchuAAAAAAAAAAAAAAAAAAA',
  ofOtherCompany: 'woLiangpinShiyeAAAAAAAAAAAAAAAAAAA',
  longName: 'wmChangMingziAAAAAAAAAAAAAAAAAAAAA',
  emoji: 'wmTianTianQuanAAAAAAAAAAAAAAAAAAAA',
  markup: 'wmJianKuohaoAAAAAAAAAAAAAAAAAAAAAA',
} as const
