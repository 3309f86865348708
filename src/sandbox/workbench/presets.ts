import { readSettings, writeSettings, type Settings } from './settings.ts'

/** A state of the whole workbench that is worth a look. */
export interface Preset {
  label: string
  /** As the workbench's address writes it; what it leaves out is as usual. */
  address: string
}

export const presets: readonly Preset[] = [
  { label: '勤策断了', address: 'user=mengxiangyu&chat=wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA&vendor.waiqin=down' },
  { label: '别人的客户', address: 'user=mengxiangyu&chat=wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA' },
  { label: '40 件事的何静', address: 'user=hejing&chat=workbench' },
  { label: '深色 300', address: 'user=mengxiangyu&chat=wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA&dark=1&width=300' },
  { label: '新客户要关联', address: 'user=mengxiangyu&chat=wmTangGuoqiangAAAAAAAAAAAAAAAAAAAA' },
  { label: '客户有订单', address: 'user=mengxiangyu&chat=wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA' },
  { label: '订单系统断了', address: 'user=mengxiangyu&chat=wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA&vendor.orders=down' },
  { label: '无权看他的订单', address: 'user=mengxiangyu&chat=wmDengYongAAAAAAAAAAAAAAAAAAAAAAAA' },
]

/** Whether the workbench is in this state, to the last setting. */
export function isIn(preset: Preset, settings: Settings, faults: Readonly<Record<string, string>>): boolean {
  const wanted = readSettings(preset.address)
  const isFaulty = Object.entries(faults).every(([vendor, fault]) => fault === (wanted.vendorFaults[vendor] ?? 'none'))
  return isFaulty && writeSettings(settings) === writeSettings(wanted)
}
