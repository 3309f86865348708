import type { IncomingHttpHeaders } from 'node:http'
import type { Panel } from '#contract/panel'
import { request } from 'undici'
import { fail, ok, warn, type Check, type Verdict } from '../check.ts'
import { framingRefusal } from './framing.ts'

interface Deps {
  panels: readonly Panel[]
  publicOrigin: string
}

const mostRedirects = 3
const maxBytes = 16_384
const elsewhere = '只有员工的网络能打开的话，换一台机器打开它试试'

interface Found {
  status: number
  headers: IncomingHttpHeaders
  /** Where it leads, on another origin; null where it stays. */
  leftTo: string | null
}

/** Opens a panel's page as a browser would, without a token; only as far as its own origin. */
async function look(url: string, signal: AbortSignal, redirects = mostRedirects): Promise<Found> {
  const { statusCode: status, headers, body } = await request(url, { signal, headers: { accept: 'text/html' } })
  await body.dump({ limit: maxBytes, signal })
  const { location } = headers
  const isRedirect = status >= 300 && status < 400 && typeof location === 'string' && URL.canParse(location, url)
  if (!isRedirect) return { status, headers, leftTo: null }
  const { origin, href } = new URL(location, url)
  if (origin !== new URL(url).origin) return { status, headers, leftTo: origin }
  return redirects > 0 ? look(href, signal, redirects - 1) : { status, headers, leftTo: null }
}

const codeOf = (error: unknown): string =>
  error instanceof Error ? ('code' in error ? String(error.code) : error.name) : '未知'

function judge({ status, headers, leftTo }: Found, publicOrigin: string): Verdict {
  const login = '面板不能要求登录：登录页不许被嵌入，员工的身份在令牌里（docs/panels.md）'
  if (leftTo !== null) return fail(`跳转到另一个网站 ${leftTo}，多半是登录页`, login)
  if (status === 401 || status === 403) return fail(`要登录才能打开（HTTP ${status}）`, login)
  if (status < 200 || status >= 300) return fail(`打不开（HTTP ${status}）`, '检查 PANELS 里的地址')
  const header = framingRefusal(headers, publicOrigin)
  if (header === null) return ok('能打开，可以嵌入')
  return fail(
    `页面不许被嵌入（${header}）`,
    `让它的服务器回答 Content-Security-Policy: frame-ancestors ${publicOrigin}，不带 X-Frame-Options`,
  )
}

/** Whether each panel's page answers, and may be shown inside the sidebar. */
export function createPanelChecks({ panels, publicOrigin }: Deps): Check[] {
  return panels.map(({ id, title, url }) => ({
    id: `panel-${id}`,
    group: '面板',
    title,
    async run(signal) {
      try {
        return judge(await look(url, signal), publicOrigin)
      } catch (error) {
        return warn(`从本机打不开（${codeOf(error)}）`, `检查 PANELS 里的地址；${elsewhere}`)
      }
    },
  }))
}
