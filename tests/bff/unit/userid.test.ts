import { expect, it } from 'vitest'
import { createLinkMakers, makerOf } from '../../../src/bff/identity/link-maker.ts'
import { hasUserid, isSameUserid } from '../../../src/bff/userid.ts'

it('userids compare without case, as those of WeCom do', () => {
  expect(isSameUserid('ZhangSan', 'zhangsan')).toBe(true)
  expect(isSameUserid('zhangsan', 'zhangsan2')).toBe(false)
  expect(hasUserid(['Boss'], 'boss')).toBe(true)
  expect(hasUserid([], 'boss')).toBe(false)
})

it('no letter but those of ASCII is taken for one of a userid', () => {
  // The sign of Kelvin and a dotted I become k and i elsewhere.
  expect(isSameUserid('\u212Aim', 'kim')).toBe(false)
  expect(isSameUserid('\u0130vy', 'ivy')).toBe(false)
})

it('a member of a linked company is nobody of ours, and the id of that company keeps its case', () => {
  expect(isSameUserid('wwAb/ZhangSan', 'wwAb/zhangsan')).toBe(true)
  expect(isSameUserid('wwAb/zhangsan', 'wwaB/zhangsan')).toBe(false)
  expect(isSameUserid('wwAb/zhangsan', 'zhangsan')).toBe(false)
})

it('links of the import and of administrators are confirmed, in any spelling', () => {
  const makers = createLinkMakers(['Boss'])
  const of = (linkedBy: string) => makers.isConfirmed({ linkedBy })
  expect(['import', 'boss', 'BOSS', 'zhangsan', 'Import'].map(of)).toEqual([true, true, true, false, false])
  expect(makers.isMaker('ZhangSan', { linkedBy: 'zhangsan' })).toBe(true)
})

it('nobody’s userid makes the import of them', () => {
  const makers = createLinkMakers([])
  const link = { linkedBy: makerOf('import') }
  expect(makers.isConfirmed(link)).toBe(false)
  expect(makers.isMaker('import', link)).toBe(true)
  expect(makers.isMaker('import', { linkedBy: 'import' })).toBe(false)
})
