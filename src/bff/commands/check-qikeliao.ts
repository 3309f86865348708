import { toTable } from '../admin/doctor/table.ts'
import { fail, ok, skipped, warn, type Finding, type State, type Verdict } from '../check.ts'
import { readAddress } from '../qikeliao/address.ts'
import type { Cipher } from '../qikeliao/cipher.ts'
import type { QikeliaoConfig } from '../qikeliao/config.ts'
import { examine, type CheckId, type Examined } from '../qikeliao/examine.ts'

const group = '企客聊'
const ciphers = ['cbc', 'ecb'] as const

/** What each check that fails means, and where it is mended. */
const words: Record<CheckId, { title: string; good: string; bad: Verdict }> = {
  user: {
    title: '账号名',
    good: '能用私钥解开',
    bad: fail('UserID 用私钥解不开', '核对 QKL_PRIVATE_KEY 和企客聊后台（后勤 → CRM对接配置）的私钥'),
  },
  body: {
    title: '消息体',
    good: '解开后以 UserID= 开头',
    bad: fail('PKID 解不开，或不以 UserID= 开头', '核对私钥和 QKL_CIPHER；地址要完整复制，不能有改动'),
  },
  fields: {
    title: '消息体的字段',
    good: '和文档一致',
    bad: fail(
      '有文档以外的字段，或重复、次序不同',
      '密码里不要有 & 号；仍不行，请企客聊看看 PKID 里有哪些字段（docs/qikeliao.md）',
    ),
  },
  'same-user': {
    title: '两处账号名',
    good: '一致',
    bad: fail('消息体里的 UserID 和地址里的不一样', '重新打开一次，再复制新的地址'),
  },
  merchant: {
    title: '商户号',
    good: '是 QKL_MERCHANT_ID',
    bad: fail('消息体里的 merchantid 不是 QKL_MERCHANT_ID', '填企客聊后台里本企业的商户号'),
  },
  times: {
    title: '两处时间',
    good: '相差不到 5 分钟',
    bad: fail('time 和 Timestamp 读不出来，或相差超过 5 分钟', '请企客聊看看两处时间的时区；time 按北京时间读'),
  },
  now: {
    title: '地址的时间',
    good: '和本机相差不到 5 分钟',
    bad: warn('和本机时间相差超过 5 分钟', '旧地址都是这样；刚打开的地址也这样，就核对本机时间'),
  },
  friend: {
    title: '好友',
    good: '带着 originalId',
    bad: fail('消息体里没有能用的 originalId', '在好友的聊天里打开，再复制地址'),
  },
}

function judge(examined: Examined, id: CheckId): Finding {
  const { title, good, bad } = words[id]
  // What stands in a message that cannot be read is not wrong, but unknown.
  const isRead = id === 'fields' ? examined.checks.body : examined.checks.fields
  const isUnknown = !isRead && !['user', 'body'].includes(id)
  const verdict = isUnknown ? skipped('消息体读不出来，看不到') : examined.checks[id] ? ok(good) : bad
  return { id, group, title, ...verdict }
}

function judgeCipher(fitting: Cipher | undefined, configured: Cipher): Finding {
  const head = { id: 'cipher', group, title: 'QKL_CIPHER' }
  if (!fitting) return { ...head, ...fail('cbc 和 ecb 都解不出以 UserID= 开头的消息体', '先核对 QKL_PRIVATE_KEY') }
  if (fitting === configured) return { ...head, ...ok(`${fitting}，和这个地址相符`) }
  return { ...head, ...fail(`现在是 ${configured}，而这个地址是 ${fitting}`, `改成 QKL_CIPHER=${fitting}`) }
}

/** The query of what was pasted: a whole address, or its part behind the question mark. */
const queryIn = (address: string): string =>
  address
    .trim()
    .replace(/^[^?]*\?/, '')
    .replace(/#.*$/, '')

function findingsOf(text: string, config: QikeliaoConfig, now: number): Finding[] {
  const address = readAddress(queryIn(text))
  const form = fail(
    '参数缺了、重复了，或不合格式',
    '要 Type=WL、PKID、time、六位的 neber、UserID，各一个，复制完整的地址',
  )
  const head = { id: 'address', group, title: '地址' }
  if (!address) return [{ ...head, ...form }]
  const tried = ciphers.map((cipher) => ({ cipher, examined: examine(address, { ...config, cipher }, now) }))
  const fitting = tried.find(({ examined }) => examined.checks.body)
  const shown = fitting ?? tried.find(({ cipher }) => cipher === config.cipher)
  const checks = shown ? (Object.keys(words) as CheckId[]).map((id) => judge(shown.examined, id)) : []
  return [{ ...head, ...ok('参数齐全') }, judgeCipher(fitting?.cipher, config.cipher), ...checks]
}

interface Deps {
  config: QikeliaoConfig
  now: number
  print(line: string): void
}

/**
 * What `npm run doctor -- qkl` does with one real address: says which cipher it is and which checks it passes, and nothing of what
 * stands in it. Whether it was opened before, and whose account it names, only the server knows. Answers the exit code.
 */
export function checkQikeliao(address: string, { config, now, print }: Deps): number {
  const findings = findingsOf(address, config, now)
  const counts: Record<State, number> = { ok: 0, warn: 0, fail: 0, skipped: 0 }
  for (const { state } of findings) counts[state] += 1
  print(toTable({ at: now, findings, counts }))
  return counts.fail > 0 ? 1 : 0
}
