import { isIP } from 'node:net'
import type { Config } from '../../config/config.ts'
import { readHtml } from '../../page/files.ts'
import { isLoopback } from '../../store/is-loopback.ts'
import { fileOf, openToOthers } from '../../store/files.ts'
import { protectionOf, type Protection } from '../../store/protection.ts'
import { fail, ok, skipped, warn, type Check, type Verdict } from '../../check.ts'

const leastDistinct = 12
/** Words of example keys; too long to occur in a random key by chance. */
const example = /change|example|secret|session|password|sidedesk|0123456789|abcdefgh/i
const newKey = 'openssl rand -base64 48，填进 SESSION_KEY；换钥匙时新的在前，旧的在后，中间一个半角逗号'

const isWeak = (key: string): boolean => new Set(key).size < leastDistinct || example.test(key)

function judgeKeys(keys: readonly string[]): Verdict {
  if (keys.some(isWeak)) return warn('SESSION_KEY 太好猜，或是示例里的', newKey)
  if (new Set(keys).size < keys.length) return warn('SESSION_KEY 里有重复的钥匙', newKey)
  return ok(keys.length === 1 ? '强度足够' : `${keys.length} 把，强度都足够；旧的用满 12 小时后可以去掉`)
}

function judgeOrigin(publicOrigin: string): Verdict {
  const { protocol, hostname } = new URL(publicOrigin)
  const fix = 'PUBLIC_ORIGIN 要写已备案的域名，https 开头，和管理后台的可信域名一致'
  // No WeCom client can open it: this is a trial.
  if (isLoopback(hostname)) return skipped('本机试用，企业微信打不开这个地址')
  if (isIP(hostname.replace(/^\[|\]$/g, '')) !== 0) return fail('PUBLIC_ORIGIN 是 IP，企业微信只认域名', fix)
  return protocol === 'https:' ? ok(`${publicOrigin}`) : fail('PUBLIC_ORIGIN 不是 https', fix)
}

function judgeBuild(appDir: string, name?: string): Verdict {
  try {
    return ok(`页面已构建，版本 ${readHtml(appDir, name).build}`)
  } catch {
    return fail('没有构建好的页面', '运行 npm run build，或把 APP_DIR 指到 dist/app')
  }
}

/** Shorter, the key ends in zeros, which leave of triple DES no more than DES. */
const tripleBytes = 24

function judgePrivateKey(privateKey: string): Verdict {
  if (Buffer.byteLength(privateKey) >= tripleBytes) return ok('够长')
  const says = `不到 ${tripleBytes} 字节，拿到一个地址的人用显卡就能试出来`
  return warn(says, `在企客聊后台换成 ${tripleBytes} 个以上的随机字符，同时改 QKL_PRIVATE_KEY（docs/qikeliao.md）`)
}

/** The page that 企客聊 opens, where it does. */
function qikeliaoChecks({ appDir, qikeliao }: Config): Check[] {
  if (!qikeliao) return []
  const group = '企客聊'
  return [
    { id: 'qikeliao-page', group, title: '页面', run: async () => judgeBuild(appDir, 'qikeliao.html') },
    { id: 'qikeliao-key', group, title: '私钥', run: async () => judgePrivateKey(qikeliao.privateKey) },
  ]
}

const encrypt = 'DATABASE_URL 写上 sslmode=verify-full，自签证书再加 sslrootcert=证书文件'
const protections: Record<Protection, Verdict> = {
  local: ok('在本机，不经过网络'),
  verified: ok('加密，并验证服务器的证书'),
  unverified: warn('加密，但不验证对方是谁', encrypt),
  none: warn('没有加密，客户资料在网络上是明文', encrypt),
}

function judgeFiles(databaseUrl: string): Verdict {
  const path = fileOf(databaseUrl)
  if (path === null) return ok('在 PostgreSQL 里')
  const open = openToOthers(path)
  if (open.length === 0) return ok('只有运行侧边台的用户能读')
  return warn(`本机其他用户也能读：${open.join('、')}`, '目录 chmod 700，文件 chmod 600')
}

/** What can be wrong with this installation itself. */
export function createOwnChecks(config: Config): Check[] {
  const group = '侧边台'
  return [
    {
      id: 'mode',
      group,
      title: '运行方式',
      run: async () =>
        config.isProduction
          ? ok('NODE_ENV 是 production')
          : warn('NODE_ENV 不是 production，会读工作目录里的 .env', '正式运行时设 NODE_ENV=production'),
    },
    { id: 'page', group, title: '页面', run: async () => judgeBuild(config.appDir) },
    { id: 'session-key', group, title: '会话密钥', run: async () => judgeKeys(config.sessionKeys) },
    {
      id: 'database-tls',
      group,
      title: '数据库连接',
      run: async () => protections[protectionOf(config.databaseUrl)],
    },
    { id: 'database-files', group, title: '数据库文件', run: async () => judgeFiles(config.databaseUrl) },
    { id: 'origin', group, title: '对外地址', run: async () => judgeOrigin(config.publicOrigin) },
    ...qikeliaoChecks(config),
  ]
}
