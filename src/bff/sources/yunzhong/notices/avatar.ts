import { wholeOrNull } from '../../../wire/bounds.ts'

/** WeCom's and WeChat's own picture hosts. */
const hosts = ['work.weixin.qq.com', 'qlogo.cn', 'qpic.cn']

const isWithin = (hostname: string, host: string): boolean => hostname === host || hostname.endsWith(`.${host}`)

/** An address that the page may load a face from: https, at the vendor's own host or at WeCom's. */
export function createAvatar(vendorUrl: string): (address: string | null) => string | null {
  const vendor = new URL(vendorUrl).host
  return (given) => {
    const address = wholeOrNull(given)
    if (address === null || !URL.canParse(address)) return null
    const { protocol, hostname, host, username } = new URL(address)
    const isKnown = host === vendor || hosts.some((each) => isWithin(hostname, each))
    return protocol === 'https:' && username === '' && isKnown ? address : null
  }
}
