/** What a picture of the goods shows. */
export type Pack = 'bottle' | 'can' | 'box' | 'bag'

export interface Goods {
  sku: string
  name: string
  options: string
  /** 箱, 袋, kg. */
  unit: string
  /** 分, or yen for goods from Japan. */
  price: number
  pack: Pack
  /** `#rrggbb` */
  colour: string
}

const rows: readonly [
  sku: string,
  name: string,
  options: string,
  unit: string,
  price: number,
  pack: Pack,
  colour: string,
][] =
  // oxfmt-ignore
  [
    ['DFSY-MLHC', '东方树叶 茉莉花茶', '500ml×15 瓶', '箱', 6300, 'bottle', '#8fae3c'],
    ['DFSY-QGPE', '东方树叶 青柑普洱', '500ml×15 瓶', '箱', 6300, 'bottle', '#a8572a'],
    ['DFSY-WLC9', '东方树叶 乌龙茶 900ml', '900ml×12 瓶', '箱', 7800, 'bottle', '#b98b2f'],
    ['YQSL-BTSD', '元气森林 白桃味苏打气泡水', '480ml×15 瓶', '箱', 6900, 'bottle', '#f2a3b3'],
    ['YQSL-KMJ', '元气森林 卡曼橘味苏打气泡水', '480ml×15 瓶', '箱', 6900, 'bottle', '#e79a2d'],
    ['YQSL-WXR', '外星人电解质水 荔枝海盐', '500ml×15 瓶', '箱', 7200, 'bottle', '#7fc7c4'],
    ['BSS-570', '百岁山 天然矿泉水', '570ml×24 瓶', '箱', 4800, 'bottle', '#7db3dc'],
    ['BSS-348', '百岁山 天然矿泉水 小瓶', '348ml×24 瓶', '箱', 4100, 'bottle', '#9bc4e6'],
    ['NFSQ-550', '农夫山泉 饮用天然水', '550ml×24 瓶', '箱', 2880, 'bottle', '#c8413c'],
    ['KSF-BHC', '康师傅 冰红茶', '500ml×15 瓶', '箱', 3300, 'bottle', '#b8481f'],
    ['TY-ASM', '统一 阿萨姆奶茶', '500ml×15 瓶', '箱', 4650, 'bottle', '#c9996b'],
    ['KKKL-330', '可口可乐 汽水', '330ml×24 罐', '箱', 4560, 'can', '#d3222a'],
    ['HN-250', '红牛 维生素功能饮料', '250ml×24 罐', '箱', 11800, 'can', '#e0b13a'],
    ['DP-500', '东鹏特饮', '500ml×24 瓶', '箱', 8600, 'bottle', '#d8a024'],
    ['MD-QN', '脉动 青柠口味', '600ml×15 瓶', '箱', 5250, 'bottle', '#4f9fd6'],
    ['YS-245', '椰树牌椰子汁', '245ml×24 罐', '箱', 8900, 'can', '#2b2b2b'],
    ['WW-NN', '旺仔牛奶', '245ml×12 罐', '箱', 4980, 'can', '#cf2a2f'],
    ['LLS-ADG', '娃哈哈 AD 钙奶', '220g×24 瓶', '箱', 3980, 'bottle', '#e9e2c8'],
    ['QQ-WX', '洽洽 香瓜子 五香味', '160g×20 袋', '箱', 11200, 'bag', '#b3252b'],
    ['QQ-JT', '洽洽 焦糖瓜子', '108g×24 袋', '箱', 12600, 'bag', '#8a4b22'],
    ['QQ-MRJG', '洽洽 每日坚果 小黄袋', '26g×30 袋', '箱', 9900, 'bag', '#e8b92f'],
    ['LS-YW', '乐事 薯片 原味', '75g×22 袋', '箱', 11000, 'bag', '#e6c02e'],
    ['WL-DMJ', '卫龙 大面筋', '106g×20 袋', '箱', 7600, 'bag', '#c33a28'],
    ['ALA-YW', '奥利奥 夹心饼干 原味', '97g×24 包', '箱', 10800, 'box', '#2c4f9e'],
    ['WW-XB', '旺旺 雪饼', '84g×20 袋', '箱', 8200, 'bag', '#d9514c'],
    ['HLY-PAI', '好丽友派 巧克力味', '12 枚×12 盒', '箱', 16800, 'box', '#7a2f2a'],
    ['PP-FSMB', '盼盼 法式小面包', '320g×12 袋', '箱', 8400, 'bag', '#d69a4a'],
    ['KSF-HSNR', '康师傅 红烧牛肉面', '桶装 ×12', '箱', 4700, 'box', '#c4262e'],
    ['SH-WZW', '双汇 王中王火腿肠', '30g×10 支×20 袋', '箱', 15800, 'bag', '#c9252d'],
    ['FL-ZC', '涪陵榨菜 清淡榨菜', '80g×100 袋', '箱', 18500, 'bag', '#5f9a4a'],
    ['JB-15', '<b>进口</b> "气泡酒" & 果味', '330ml×24 瓶', '箱', 16500, 'bottle', '#7e5aa8'],
    ['LJS-900', '良品铺子×百汇生鲜联名 2026 新春坚果大礼包（含夏威夷果、碧根果、开心果、腰果、核桃仁、巴旦木，礼盒装）', '1.8kg×4 盒', '箱', 47200, 'box', '#b5322b'],
    ['SZ-TG', '徐福记 散装酥心糖', '散称', 'kg', 2680, 'bag', '#e0884c'],
    ['JP-CALB', 'カルビー フルグラ 水果麦片', '700g×6 袋', '箱', 4620, 'bag', '#d9793a'],
    ['JP-SUNT', 'サントリー 烏龍茶', '525ml×24 瓶', '箱', 3180, 'bottle', '#6b4a2a'],
  ]

export const goods: readonly Goods[] = rows.map(([sku, name, options, unit, price, pack, colour]) => ({
  sku,
  name,
  options,
  unit,
  price,
  pack,
  colour,
}))

const bySku = new Map(goods.map((each) => [each.sku, each]))

export const findGoods = (sku: string): Goods | null => bySku.get(sku) ?? null

/** What any shop might order: no rarities, nothing from Japan. */
export const usualGoods = goods.slice(0, 30)
