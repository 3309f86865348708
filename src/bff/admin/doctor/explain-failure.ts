import { AppError, isTimeout, UpstreamError } from '../../errors.ts'
import { definitions } from '../../sources/index.ts'
import { htmlAnswer, loginAnswer } from '../../upstream/send.ts'
import { fail, warn, type Verdict } from '../../check.ts'

/** Which variable said where to ask. */
const addressOf = ({ source, operation }: UpstreamError): string =>
  source === 'wecom' ? 'WECOM_API_URL' : definitions[source].addressOf(operation)

/** Node's codes for a connection that could not be made. */
const network: Record<string, string> = {
  ENOTFOUND: '域名解析不到',
  EAI_AGAIN: 'DNS 没有回答',
  ECONNREFUSED: '对方没有在这个端口上',
  ECONNRESET: '连接被对方断开',
  UND_ERR_SOCKET: '连接被对方断开',
  UND_ERR_CONNECT_TIMEOUT: '连接超时',
  CERT_HAS_EXPIRED: '对方的证书过期了',
  DEPTH_ZERO_SELF_SIGNED_CERT: '对方的证书是自签的',
  SELF_SIGNED_CERT_IN_CHAIN: '对方的证书链里有自签证书',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: '对方的证书链不完整',
  ERR_TLS_CERT_ALTNAME_INVALID: '证书不是这个域名的',
}

/** The network's code, which may be on a cause. */
function networkCode(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const [first] = error instanceof AggregateError ? (error.errors as unknown[]) : []
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null
  return code ?? networkCode(error.cause) ?? networkCode(first)
}

function unreachable(error: UpstreamError): Verdict {
  const code = networkCode(error.cause)
  const why = code === null ? '' : `：${network[code] ?? '连接失败'}（${code}）`
  return fail(`连不上${why}`, `检查 ${addressOf(error)} 是否写对，以及服务器的 DNS、防火墙和代理`)
}

function unreadable(error: UpstreamError): Verdict {
  const { vendorCode, detail } = error
  const address = `检查 ${addressOf(error)} 是否指向这个系统的接口`
  if (vendorCode === htmlAnswer || vendorCode === loginAnswer) return fail('回答的是网页，不是接口', address)
  return fail(`回答和文档不一样${detail ? `（${detail}）` : ''}`, `${address}；地址没错就是对方改了接口`)
}

function explainUpstream(error: UpstreamError): Verdict {
  const { reason, vendorCode, operation, retryAfterSeconds: seconds } = error
  const code = vendorCode === undefined ? '' : `（${vendorCode}）`
  // From the circuit breaker, which has no cause: nothing was sent.
  const isShut = seconds !== undefined && error.cause === undefined
  if (reason === 'unreachable' && isShut)
    return fail('刚才一直连不上，侧边台暂停了请求', `${Math.ceil(seconds)} 秒后再查`)
  if (reason === 'unreachable') return unreachable(error)
  if (reason === 'unreadable') return unreadable(error)
  if (reason === 'not_found')
    return fail(`没有这个接口：${operation}`, `检查 ${addressOf(error)} 的路径，以及对方是否有这个功能`)
  if (reason === 'rate_limited')
    return warn('对方说请求太多', `${seconds ? `${Math.ceil(seconds)} 秒` : '几分钟'}后再查一次`)
  if (reason === 'expired') return fail(`刚取到的凭证不被接受${code}`, '检查凭证和地址是否属于同一个环境')
  return fail(`被拒绝${code}`, '检查这个系统的凭证和权限')
}

/** What any vendor's failure means, where the vendor has no words of its own; null for a bug of ours. */
export function explainFailure(error: unknown): Verdict | null {
  if (isTimeout(error) || (error instanceof AppError && error.code === 'upstream_timeout')) {
    return fail('到时限也没有回答', '检查对方是否正常，以及到它的网络、防火墙和代理')
  }
  return error instanceof UpstreamError ? explainUpstream(error) : null
}
