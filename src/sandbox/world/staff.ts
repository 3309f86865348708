import type { Staff } from './world.ts'

/** Four salespeople and the manager whose id 探马's sample request uses. Mobiles are of the unassigned block 1390000. */
export const staff: readonly Staff[] = [
  {
    userid: 'mengxiangyu',
    name: '孟祥宇',
    departments: [211],
    youmiId: 'b08',
    waiqinId: '4622857986008792650',
    tanmaId: '451653062381760',
    qikeliaoId: 'meng.xy',
    yunzhong: { mobile: '13900000001', password: 'sidedesk-demo-1' },
  },
  {
    userid: 'linxiaomei',
    name: '林晓梅',
    departments: [211],
    youmiId: 'b03',
    waiqinId: '5781204466310927744',
    tanmaId: '451653062381777',
    qikeliaoId: 'lin.xm',
    yunzhong: { mobile: '13900000002', password: 'sidedesk-demo-2' },
  },
  {
    userid: 'hejing',
    name: '何静',
    departments: [212],
    youmiId: 'b12',
    waiqinId: '5781204466310927811',
    tanmaId: '451653062381802',
    qikeliaoId: 'he.j',
    yunzhong: { mobile: '13900000003', password: 'sidedesk-demo-3' },
  },
  // His 工号 is unknown.
  {
    userid: 'zhouwei',
    name: '周伟',
    departments: [9],
    youmiId: null,
    waiqinId: '5781204466310927902',
    tanmaId: '451653062381845',
    qikeliaoId: 'zhou.w',
    yunzhong: { mobile: '13900000004', password: 'sidedesk-demo-4' },
  },
  {
    userid: 'wujianguo',
    name: '吴建国',
    departments: [21],
    youmiId: 'b01',
    waiqinId: '5781204466310927001',
    tanmaId: '463352988837952',
    qikeliaoId: 'wu.jg',
    yunzhong: { mobile: '13900000005', password: 'sidedesk-demo-5' },
  },
]

/** Everyone but zhouwei is imported; the product finds him by his `source_code` at 勤策. */
export const isImportedFromWaiqin = (userid: string) => userid !== 'zhouwei'

/** Nobody has told the product what zhouwei is called in the own order system. */
export const isImportedFromQikeliao = (userid: string) => userid !== 'zhouwei'
