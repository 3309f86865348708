import { request } from 'undici'
import type { Clock } from '../../clock.ts'
import type { Config } from '../../config/config.ts'
import { fail, ok, skipped, warn, type Check, type Verdict } from '../../check.ts'
import { echoQuery } from '../../callback/echo.ts'
import { appConsole } from '../../wecom/check-words.ts'

type Settings = Pick<Config, 'publicOrigin' | 'verifyFile' | 'wecom' | 'callback'>

const maxLength = 4096
const slowSeconds = 60
const wrongSeconds = 300
const proxy = '检查反向代理、证书和 DNS；本机若访问不了自己的公网域名，换一台机器打开它试试'

/** Opens an address of ours or a vendor's as any client would: nothing secret is sent, no redirect is followed. */
async function look(url: string, signal: AbortSignal) {
  const { statusCode: status, headers, body } = await request(url, { signal })
  let text = ''
  for await (const chunk of body) {
    text += String(chunk)
    if (text.length > maxLength) break
  }
  return { status, text, date: typeof headers['date'] === 'string' ? Date.parse(headers['date']) : Number.NaN }
}

const codeOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.name) : '未知'

async function reachOurselves({ publicOrigin }: Settings, signal: AbortSignal): Promise<Verdict> {
  try {
    const { status, text } = await look(`${publicOrigin}/healthz`, signal)
    if (status === 200 && text.includes('"ok"')) return ok('从本机能打开')
    return fail(`这个地址上不是侧边台（HTTP ${status}）`, '检查反向代理：PUBLIC_ORIGIN 的所有路径都要转给侧边台')
  } catch (error) {
    return warn(`从本机打不开（${codeOf(error)}）`, proxy)
  }
}

async function readVerifyFile({ publicOrigin, verifyFile }: Settings, signal: AbortSignal): Promise<Verdict> {
  if (!verifyFile) return skipped('没有配置 WECOM_VERIFY_FILE；可信域名已通过校验就不需要')
  const found = await look(`${publicOrigin}/${verifyFile.name}`, signal).catch(() => null)
  if (!found) return skipped('从本机打不开对外地址，看不到它')
  const { status, text } = found
  if (status === 200 && text.trim() === verifyFile.content) return ok(`${verifyFile.name} 可以下载`)
  return fail(
    status === 200 ? '下载到的内容和 WECOM_VERIFY_FILE 不一样' : `${verifyFile.name} 下载不到（HTTP ${status}）`,
    '检查反向代理是否把根目录的文件转给侧边台',
  )
}

/** Sends our own callback URL the request that WeCom sends when the URL is saved. */
async function echo({ publicOrigin, wecom, callback }: Settings, clock: Clock, signal: AbortSignal): Promise<Verdict> {
  const url = `${publicOrigin}/wecom/callback`
  if (!callback) return skipped('没有配置回调；权限变化最多晚 5 分钟生效')
  const message = String(clock())
  const query = echoQuery(message, { ...callback, receiveId: wecom.corpId }, clock())
  const found = await look(`${url}?${query.toString()}`, signal).catch(() => null)
  if (!found) return skipped('从本机打不开对外地址，看不到它')
  if (found.status === 200 && found.text === message)
    return ok('能验证签名并解密；两边的 Token 是否一致，以管理后台保存成功为准')
  return fail(
    `${url} 没有通过验证（HTTP ${found.status}）`,
    `检查反向代理有没有改写参数；${appConsole} → 接收消息：URL、Token、EncodingAESKey 要与变量一致`,
  )
}

async function compareClocks({ wecom }: Settings, clock: Clock, signal: AbortSignal): Promise<Verdict> {
  const { date } = await look(wecom.apiUrl, signal)
  if (Number.isNaN(date)) return skipped('企业微信没有说它的时间')
  const seconds = Math.round((clock() - date) / 1000)
  const says = `比企业微信${seconds > 0 ? '快' : '慢'} ${Math.abs(seconds)} 秒`
  const fix = '校准服务器的时钟（NTP）：签名和登录都要看时间'
  if (Math.abs(seconds) > wrongSeconds) return fail(says, fix)
  return Math.abs(seconds) > slowSeconds ? warn(says, fix) : ok('和企业微信相差不到一分钟')
}

/** What can only be seen from outside: ourselves as WeCom finds us, and what time it is there. */
export function createOutsideChecks(settings: Settings, clock: Clock): Check[] {
  const group = '侧边台'
  return [
    {
      id: 'reach',
      group,
      title: '从外面访问',
      run: (signal) => reachOurselves(settings, signal),
    },
    {
      id: 'verify-file',
      group,
      title: '域名校验文件',
      needs: settings.verifyFile ? ['reach'] : [],
      run: (signal) => readVerifyFile(settings, signal),
    },
    {
      id: 'callback',
      group,
      title: '事件回调',
      needs: settings.callback ? ['reach'] : [],
      run: (signal) => echo(settings, clock, signal),
    },
    {
      id: 'clock',
      group,
      title: '时钟',
      run: (signal) => compareClocks(settings, clock, signal).catch(() => skipped('连不上企业微信，无从比较')),
    },
  ]
}
