import type { ErrorCode } from '#contract/error'
import { AppError } from '../../errors.ts'
import { noPlatform, noPlatformWords, type Envelope } from './envelope.ts'

const source = 'yunzhong'
/** Five wrong passwords lock an account for half an hour, where the vendor does not say for how long. */
const usualLockSeconds = 30 * 60
const longestLockSeconds = 7 * 86_400

const chineseDigits = '零一二三四五六七八九'
const unitSeconds: Record<string, number> = { 天: 86_400, 小: 3600, 时: 3600, 钟: 3600, 分: 60, 秒: 1 }

/** 12, 半, 两, 三十, 四十五. */
function numberOf(text: string): number {
  if (/^\d/.test(text)) return Number(text)
  if (text === '半') return 0.5
  const [tens = '', ones = ''] = text.includes('十') ? text.split('十') : ['零', text]
  const digit = (one: string, otherwise: number) =>
    one === '' ? otherwise : Math.max(0, chineseDigits.indexOf(one.replace('两', '二')))
  return digit(tens, 1) * 10 + digit(ones, 0)
}

const span = /(?:(?:\d{1,6}|[半一二两三四五六七八九十]{1,3})\s?个?\s?(?:天|小时|时|钟头|分钟?|秒钟?)\s?){1,4}/g
const part = /(\d{1,6}|[半一二两三四五六七八九十]{1,3})\s?个?\s?(天|小|时|钟|分|秒)/g

const secondsOf = (text: string): number =>
  [...text.matchAll(part)].reduce(
    (sum, [, count = '', unit = '']) => sum + numberOf(count) * (unitSeconds[unit] ?? 0),
    0,
  )

/** How long the text says to wait; null where it does not. "30分钟内" is the time in which tries were counted. */
function waitOf(text: string): number | null {
  const spans = [...text.matchAll(span)]
    .map(({ 0: words, index }) => ({
      seconds: secondsOf(words),
      before: text.slice(Math.max(0, index - 4), index),
      after: text.slice(index + words.length, index + words.length + 2),
    }))
    .filter(({ seconds, after }) => seconds > 0 && !/^(?:之|以)?内/.test(after))
  // "锁定30分钟，请12分钟后再试": what is left says more than how long it was.
  const left = spans.find(({ before, after }) => /后/.test(after) || /剩|还有|还需|等/.test(before))
  const seconds = (left ?? spans.at(-1))?.seconds ?? null
  return seconds === null ? null : Math.min(Math.ceil(seconds), longestLockSeconds)
}

const count = String.raw`(\d{1,2}|[一二两三四五六七八九十])`
const leftOver = [
  new RegExp(String.raw`(?:剩|还有|还可|还能|尚有)\D{0,8}?${count}\s?次`),
  new RegExp(String.raw`剩余?\D{0,4}次数\D{0,3}${count}`),
  new RegExp(String.raw`再\D{0,6}?错\D{0,4}?${count}\s?次`),
]

/** How many tries are left: 还剩2次机会, 再错1次将锁定. */
function triesLeftOf(text: string): number | null {
  const [left] = leftOver.flatMap((words) => words.exec(text)?.[1] ?? [])
  return left === undefined ? null : numberOf(left)
}

/** A lock that is to come, if tries go on. */
const warning = /再.{0,6}错|如果|若|如再|(?:超过|达到|满|连续).{0,10}次.{0,6}(?:将|会|就)|过多(?:后|时)?(?:将|会)|否则/
const isLocked = /已.{0,6}锁|锁定中|(?:被|正在)锁/
const lockWords = /锁|冻结.{0,8}[时分秒]|过多|太多|频繁|上限|[时分钟秒]之?后(?:再|重)|稍后(?:再|重)/

function isLock(text: string, triesLeft: number | null): boolean {
  if (triesLeft !== null) return triesLeft === 0
  return isLocked.test(text) || (lockWords.test(text) && !warning.test(text))
}

/** In this order: a text may hold words of several. */
const kinds: readonly [words: RegExp, code: ErrorCode][] = [
  [/黑名单|拉黑/, 'account_blacklisted'],
  [/密码(?:输入)?(?:错|不对|不正确|不匹配|有误)|(?:错误|不正确)的密码/, 'wrong_password'],
  [
    /(?:未开|没有?开|不支持|暂停|关闭|禁止|禁用|停用).{0,4}(?:手机号?码?|密码|账号)(?:密码)?登[录陆]|(?:手机号?码?|密码|账号)(?:密码)?登[录陆].{0,6}(?:未开|没有?开|不支持|不可用|关闭|停用|禁用)/,
    'mobile_login_off',
  ],
  [
    /(?:账号|帐号|账户|帐户|用户|会员|员工|成员|授权|套餐|服务).{0,6}(?:过期|到期|失效)|续费|超过有效期/,
    'account_expired',
  ],
  [
    /(?:账号|帐号|账户|帐户|用户|会员|员工|成员|您|你).{0,6}(?:禁|停用|冻结|封|注销|关闭|离职|未启用|未激活|不可用)|禁止登[录陆]/,
    'account_disabled',
  ],
  [
    /(?:密码|手机|账号|帐号|账户|帐户|用户|会员).{0,6}(?:错|不对|不正确|不匹配|不存在|有误|无效|未注册|没有注册)|(?:未|没有|找不到)(?:找到|注册|此|该|这个)?.{0,3}(?:账号|帐号|账户|帐户|用户|会员)|未注册/,
    'wrong_password',
  ],
]

/** Why the vendor refuses a login: mostly only its text says so [docs/vendors/yunzhong.md#sessions]. */
export function loginRefusal({ msg, login_status: loginStatus, status }: Envelope): AppError {
  const text = msg.normalize('NFKC')
  const triesLeft = triesLeftOf(text)
  if (isLock(text, triesLeft))
    return new AppError('account_locked', { source, retryAfterSeconds: waitOf(text) ?? usualLockSeconds })
  if (loginStatus === -1) return new AppError('account_blacklisted', { source })
  const told = noPlatformWords.test(text) ? noPlatform : kinds.find(([words]) => words.test(text))?.[1]
  const code = told ?? (loginStatus === -2 || status === -2 ? noPlatform : 'login_refused')
  return new AppError(code, { source, ...(code === 'wrong_password' && triesLeft !== null ? { triesLeft } : {}) })
}
