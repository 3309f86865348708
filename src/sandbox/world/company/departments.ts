import type { Department } from '../world.ts'

/** The company's tree in WeCom; two departments have the same name, in different branches. */
const tree: readonly [id: number, name: string, parent: number][] = [
  [1, '渝味商贸', 0],
  [2, '销售中心', 1],
  [21, '渝南销售部', 2],
  [211, '南坪组', 21],
  [212, '巴南组', 21],
  [213, '大客户组', 21],
  [22, '渝北销售部', 2],
  [221, '回兴组', 22],
  [222, '两江组', 22],
  [223, '大客户组', 22],
  [23, '渝中销售部', 2],
  [231, '解放碑组', 23],
  [232, '大坪组', 23],
  [24, '万州办事处', 2],
  [241, '开州组', 24],
  [242, '云阳组', 24],
  [25, '涪陵办事处', 2],
  [26, '电商部', 2],
  [3, '客户服务部', 1],
  [4, '市场部', 1],
  [5, '仓储配送部', 1],
  [51, '南坪仓', 5],
  [52, '回兴仓', 5],
  [6, '财务部', 1],
  [7, '人事行政部', 1],
  [8, '信息部', 1],
  [9, '督导组', 1],
]

/** Whether a department is this one or below it: ids are made of their parent's, but for those of the first floor. */
export const isBelow = (top: number, id: number): boolean => String(id).startsWith(String(top))

export const createDepartments = (): Department[] =>
  tree.map(([id, name, parentId], at) => ({ id, name, parentId, order: 100_000 - at }))

/** How many people each department has beside those written by hand. */
export const sizes: readonly [department: number, people: number][] = [
  [2, 2],
  [21, 2],
  [211, 15],
  [212, 14],
  [213, 7],
  [22, 2],
  [221, 15],
  [222, 14],
  [223, 7],
  [23, 2],
  [231, 14],
  [232, 14],
  [24, 6],
  [241, 10],
  [242, 9],
  [25, 18],
  [26, 12],
  [3, 22],
  [4, 12],
  [5, 4],
  [51, 21],
  [52, 20],
  [6, 14],
  [7, 12],
  [8, 9],
  [9, 5],
]

/** These departments with all below them, and two people of another one. */
export const createRange = () => ({ departments: [2, 3, 4, 9], userids: ['wangfang', 'liqiang'] })
