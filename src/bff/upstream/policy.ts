/** How one upstream is called. Each value can be set by its `…_POLICY` variable. */
export interface Policy {
  /** One attempt's deadline, from the connection to the last byte. */
  timeoutMs: number
  /** Attempts after the first, for reads only. */
  retries: number
  /** About the first pause between two attempts; later ones are longer, all with jitter. */
  backoffMs: number
  /** Requests on their way at once. */
  concurrency: number
  /** Calls that may wait for their turn; the next one fails at once. */
  queue: number
  /** Requests within any second; 0 for no limit. */
  perSecond: number
  /** Calls that fail one after the other until nothing is sent any more. */
  breakAfter: number
  /** How long nothing is sent then, before one call tests whether the vendor is back. */
  breakMs: number
  /** How long nothing is sent after a rate limit that does not say how long. */
  pauseMs: number
  /** More than this is not read of an answer. */
  maxBytes: number
}

/** Smallest value that makes sense; a timer of Node holds no more than 2³¹ − 1 ms. */
const least: Policy = {
  timeoutMs: 1,
  retries: 0,
  backoffMs: 1,
  concurrency: 1,
  queue: 0,
  perSecond: 0,
  breakAfter: 1,
  breakMs: 1,
  pauseMs: 0,
  maxBytes: 1,
}
const most = 2_147_483_647

const isName = (name: string): name is keyof Policy => Object.hasOwn(least, name)

/** What is wrong with one `name=value`; null where it is right. Never repeats the value or an unknown name. */
function faultOf(name: string, value: string): string | null {
  if (!isName(name)) return `knows ${Object.keys(least).join(', ')}, each as name=value`
  const isNumber = /^\d{1,10}$/.test(value) && Number(value) >= least[name] && Number(value) <= most
  return isNumber ? null : `${name} must be a whole number of at least ${least[name]}`
}

/** Reads `timeoutMs=3000,retries=0` over the defaults of one upstream. Gives the policy, or the fault. */
export function parsePolicy(text: string, defaults: Policy): { policy: Policy } | { fault: string } {
  const pairs = text.split(',').map((pair) => pair.split('=').map((part) => part.trim()))
  const policy = { ...defaults }
  for (const [name = '', value = '', ...rest] of pairs) {
    const fault = faultOf(name, rest.length === 0 ? value : '')
    if (fault !== null) return { fault }
    if (isName(name)) policy[name] = Number(value)
  }
  return { policy }
}
