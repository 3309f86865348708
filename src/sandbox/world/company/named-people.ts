import type { Account } from '../world.ts'
import type { Person } from './invented-people.ts'

/** 友米's 工号 of two people who take turns at one desk. */
export const sharedDesk = 'b90'

/** People written by hand, for what goes wrong with ids in a company. */
export const named: readonly Person[] = [
  { userid: 'wangfang', name: '王芳', departments: [8], isWithoutCustomers: true, accounts: [] },
  { userid: 'liqiang', name: '李强', departments: [8], isWithoutCustomers: true, accounts: [] },
  // Name twins in two branches. WeCom has the userid in another case than 勤策.
  {
    userid: 'LiuYang',
    name: '刘洋',
    departments: [211],
    accounts: [
      { vendor: 'youmi', id: 'b31' },
      { vendor: 'waiqin', id: '5781204466310931001', externalCode: 'liuyang', login: 'liuyang' },
    ],
  },
  {
    userid: 'liuyang02',
    name: '刘洋',
    departments: [24],
    accounts: [
      { vendor: 'youmi', id: 'W-0019' },
      { vendor: 'waiqin', id: '5781204466310931002', externalCode: 'W-0019', login: 'wz0019' },
    ],
  },
  // They have new accounts; the old ones are closed.
  {
    userid: 'chengang02',
    name: '陈刚',
    departments: [221],
    accounts: [
      { vendor: 'youmi', id: 'b22', isClosed: true },
      { vendor: 'youmi', id: 'b86' },
      { vendor: 'waiqin', id: '5781204466310931005', login: 'cg', isClosed: true },
      { vendor: 'waiqin', id: '5781204466310931006', login: 'chengang02' },
    ],
  },
  { userid: 'huangjuan', name: '黄娟', departments: [3], accounts: [{ vendor: 'youmi', id: 'b19' }] },
  // Nobody knows their 工号.
  { userid: 'tanxiaoyong', name: '谭小勇', departments: [241], accounts: [] },
  {
    userid: 'xianglihua',
    name: '向丽华',
    departments: [241],
    accounts: [
      { vendor: 'youmi', id: 'W-0052' },
      { vendor: 'waiqin', id: '5781204466310931003', externalCode: 'W-0052', login: 'wz0052' },
    ],
  },
  {
    userid: 'ouyangwenjing',
    name: '欧阳文静',
    departments: [223],
    accounts: [
      { vendor: 'youmi', id: 'b40' },
      { vendor: 'waiqin', id: '5781204466310931004', login: 'oywj' },
      { vendor: 'tanma', id: '451653062390040' },
    ],
  },
  // Their userid is somebody else's 工号.
  { userid: 'b120', name: '邓佳佳', departments: [26], accounts: [{ vendor: 'youmi', id: 'b18' }] },
  { userid: 'qinyulan', name: '秦玉兰', departments: [26], accounts: [{ vendor: 'youmi', id: sharedDesk }] },
  { userid: 'muxuemei', name: '牟雪梅', departments: [26], accounts: [] },
  { userid: 'luoping', name: '罗平', departments: [212], accounts: [{ vendor: 'youmi', id: 'b14' }] },
]

/** They have left WeCom, and nobody told the vendors. */
export const leavers: readonly Pick<Person, 'userid' | 'name' | 'accounts'>[] = [
  {
    userid: 'ranqiming',
    name: '冉启明',
    accounts: [
      { vendor: 'youmi', id: 'b06' },
      { vendor: 'waiqin', id: '5781204466310932001', externalCode: 'ranqiming', login: 'ranqiming', openTasks: 12 },
    ],
  },
  { userid: 'jiangping', name: '蒋平', accounts: [{ vendor: 'youmi', id: 'b07' }] },
  { userid: 'tangkai', name: '唐凯', accounts: [{ vendor: 'tanma', id: '451653062390071' }] },
  { userid: 'dengguoqing', name: '邓国庆', accounts: [{ vendor: 'youmi', id: 'b09', isClosed: true }] },
]

/** Accounts of nobody in WeCom. */
export const strays: readonly Account[] = [
  // Two of one name, and a 周伟 of ours whose 工号 nobody knows.
  { vendor: 'youmi', id: 'b27', name: '周伟', department: '督导组' },
  { vendor: 'youmi', id: 'b64', name: '周伟', department: '渝北销售部' },
  // One letter's case apart from somebody else's.
  { vendor: 'youmi', id: 'B131', name: '杨海燕', department: '电商部' },
  { vendor: 'youmi', id: 'test01', name: '测试账号', department: '' },
  {
    vendor: 'waiqin',
    id: '5781204466310933001',
    name: '夜班督导',
    department: '渝南销售部',
    login: 'yeban',
    openTasks: 19,
  },
  { vendor: 'waiqin', id: '5781204466310933002', name: '王建华', department: '万州办事处', login: 'wjh', openTasks: 7 },
  {
    vendor: 'waiqin',
    id: '5781204466310933003',
    name: '李秀英',
    department: '渝中销售部',
    externalCode: 'HQ0031',
    login: 'lxy1',
  },
  {
    vendor: 'waiqin',
    id: '5781204466310933004',
    name: '李秀英',
    department: '渝中销售部',
    externalCode: 'HQ0032',
    login: 'lxy2',
  },
  {
    vendor: 'waiqin',
    id: '5781204466310933005',
    name: '周伟',
    department: '渝北销售部',
    login: 'ZhouWei',
    isClosed: true,
  },
  { vendor: 'tanma', id: '451653062390099', name: '渠道实习生', department: '市场部' },
]
