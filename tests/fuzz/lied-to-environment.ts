import type { Simulators } from '../../src/sandbox/vendors/simulators.ts'
import type { VendorName } from '../../src/sandbox/vendors/vendor.ts'

const addresses: Record<VendorName, readonly string[]> = {
  wecom: ['WECOM_API_URL'],
  youmi: ['YOUMI_API_URL', 'YOUMI_TOKEN_URL'],
  waiqin: ['WAIQIN_API_URL'],
  tanma: ['TANMA_API_URL'],
  yunzhong: ['YUNZHONG_API_URL'],
  orders: ['ORDERS_URL'],
}

/** `own`: the addresses of this vendor, replaced. `whole`: the variables of a BFF with only this vendor and WeCom. */
export function environmentOf({ environment, vendors }: Simulators, vendor: VendorName, url: string) {
  const own = addresses[vendor].map((name): [string, string] => [
    name,
    (environment[name] ?? '').replace(vendors[vendor].url, url),
  ])
  const prefixes = ['WECOM_', `${vendor.toUpperCase()}_`]
  const needed = Object.entries(environment).filter(([name]) => prefixes.some((prefix) => name.startsWith(prefix)))
  return { own: Object.fromEntries(own), whole: { ...Object.fromEntries(needed), ...Object.fromEntries(own) } }
}
