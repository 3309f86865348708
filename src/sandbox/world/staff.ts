import type { Staff } from './world.ts'

/** Four salespeople, the busiest last but one, and the manager whose id the 探马 page asks with. */
export const staff: readonly Staff[] = [
  {
    userid: 'mengxiangyu',
    name: '孟祥宇',
    youmiId: 'b08',
    waiqinId: '4622857986008792650',
    tanmaId: '451653062381760',
  },
  {
    userid: 'linxiaomei',
    name: '林晓梅',
    youmiId: 'b03',
    waiqinId: '5781204466310927744',
    tanmaId: '451653062381777',
  },
  {
    userid: 'hejing',
    name: '何静',
    youmiId: 'b12',
    waiqinId: '5781204466310927811',
    tanmaId: '451653062381802',
  },
  // Nobody ever told which 工号 is his.
  { userid: 'zhouwei', name: '周伟', youmiId: null, waiqinId: '5781204466310927902', tanmaId: '451653062381845' },
  { userid: 'wujianguo', name: '吴建国', youmiId: 'b01', waiqinId: '5781204466310927001', tanmaId: '463352988837952' },
]

/** Also the 勤策 `source_code` of each, by which the product finds zhouwei without an import. */
export const isImportedFromWaiqin = (userid: string) => userid !== 'zhouwei'
