import type { Staff } from './world.ts'

/** Four salespeople, the busiest last but one, and the manager whose id the 探马 page asks with; mobiles of the block 1390000, which is nobody's. */
export const staff: readonly Staff[] = [
  {
    userid: 'mengxiangyu',
    name: '孟祥宇',
    youmiId: 'b08',
    waiqinId: '4622857986008792650',
    tanmaId: '451653062381760',
    yunzhong: { mobile: '13900000001', password: 'sidedesk-demo-1' },
  },
  {
    userid: 'linxiaomei',
    name: '林晓梅',
    youmiId: 'b03',
    waiqinId: '5781204466310927744',
    tanmaId: '451653062381777',
    yunzhong: { mobile: '13900000002', password: 'sidedesk-demo-2' },
  },
  {
    userid: 'hejing',
    name: '何静',
    youmiId: 'b12',
    waiqinId: '5781204466310927811',
    tanmaId: '451653062381802',
    yunzhong: { mobile: '13900000003', password: 'sidedesk-demo-3' },
  },
  // Nobody ever told which 工号 is his.
  {
    userid: 'zhouwei',
    name: '周伟',
    youmiId: null,
    waiqinId: '5781204466310927902',
    tanmaId: '451653062381845',
    yunzhong: { mobile: '13900000004', password: 'sidedesk-demo-4' },
  },
  {
    userid: 'wujianguo',
    name: '吴建国',
    youmiId: 'b01',
    waiqinId: '5781204466310927001',
    tanmaId: '463352988837952',
    yunzhong: { mobile: '13900000005', password: 'sidedesk-demo-5' },
  },
]

/** Also the 勤策 `source_code` of each, by which the product finds zhouwei without an import. */
export const isImportedFromWaiqin = (userid: string) => userid !== 'zhouwei'
