import { describe, expect, it } from 'vitest'
import { maskReceiver } from '../../../../../src/bff/sources/orders/mask.ts'

const masked = (patch: Partial<Record<'name' | 'phone' | 'region', string | null>>) =>
  maskReceiver({ name: null, phone: null, region: null, ...patch })

describe('who receives the goods', () => {
  it.each([
    ['李四光', '李*'],
    ['李*', '李*'],
    ['欧阳修文', '欧*'],
    ['Alice', 'A*'],
    ['😀小明', '😀*'],
  ])('called %s is told as %s', (name, told) => {
    expect(masked({ name })?.name).toBe(told)
  })

  it.each([
    ['13800001111', '138****1111'],
    ['138****1111', '138****1111'],
    ['+86 138 0000 1111', '861****1111'],
    ['138xxxx1111', '138****1111'],
    ['1380000****1111', '138****1111'],
    ['025-84421234', '025****1234'],
    ['6612345', '****45'],
    ['110', '****10'],
  ])('with the phone %s is told as %s', (phone, told) => {
    expect(masked({ phone })?.phone).toBe(told)
  })

  it.each([
    ['江苏 南京', '江苏 南京'],
    ['江苏 南京 玄武', '江苏 南京'],
    ['浙江 台州', '浙江 台州'],
    ['台州 路桥', '台州 路桥'],
    ['江苏 南京 中山路100号', null],
    ['江苏省南京市中山路', null],
    ['南京 幸福小区', null],
    ['江苏 ３栋', null],
    ['江苏省南京市玄武区', '江苏省 南京市'],
    ['河北 石家庄', '河北 石家庄'],
    ['江苏省南京市玄武区紫金花园东区', null],
    ['上海市浦东新区陆家嘴滨江公寓A座', null],
    ['南京 西路桥头花园', null],
    ['一个很长很长很长很长很长很长的地方的名字吧', null],
    ['', null],
  ])('in %s is told as %s', (region, told) => {
    expect(masked({ region, name: '李' })?.region).toBe(told)
  })

  it('of whom nothing is known is nobody', () => {
    expect([maskReceiver(null), masked({})]).toEqual([null, null])
  })
})
