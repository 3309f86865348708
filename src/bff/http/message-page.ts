import { createHash } from 'node:crypto'
import type { AdminProblem } from '#contract/admin-problem'

/** The colours and measures of the page's own state screens, which these stand in for. */
const dark = (root: string) =>
  `${root} body{background:#17181a;color:#e8eaed}${root} p{color:#adb2ba}${root} svg,${root} small{color:#989ea7}${root} a{background:#6ea1ff;color:#10131a}${root} code{background:#232528;color:#e8eaed}`

const style = `
body{margin:0;background:#f5f6f8;color:#1f2329;font:14px/1.45 -apple-system,BlinkMacSystemFont,"PingFang SC","Microsoft YaHei","Noto Sans CJK SC",sans-serif}
body>main{display:flex;align-items:center;justify-content:center;min-height:72vh}section{padding:24px 32px;text-align:center;overflow-wrap:anywhere}
svg{color:#666c76}h1{margin:14px 0 6px;font-size:16px;line-height:1.4}p{max-width:300px;margin:0 auto 18px;color:#5c626b;font-size:13px}span{display:inline-block;text-wrap:balance}
a{display:inline-block;box-sizing:border-box;min-width:min(160px,100%);padding:11px 16px;border-radius:8px;background:#2b6de8;color:#fff;text-decoration:none}
code{display:inline-block;padding:9px 14px;border-radius:8px;background:#fff;color:#1f2329;font-size:14px;user-select:all}
small{display:block;color:#666c76;font-size:12px;user-select:all}
${dark('html.is-dark')}
@media(prefers-color-scheme:dark){${dark('html.is-any')}}`

const hash = createHash('sha256').update(style).digest('base64')
/** The page may load or run nothing but its own style. `ancestors`: whose pages may show it in a frame, as a policy says it. */
export const messagePagePolicyFor = (ancestors: string): string =>
  `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors ${ancestors}; base-uri 'none'`
export const messagePagePolicy = messagePagePolicyFor("'none'")

/** The user agent names WeCom's theme, which may differ from the system's. */
const themeOf = (agent = ''): string => /ColorScheme\/(Dark|Light)/i.exec(agent)?.[1]?.toLowerCase() ?? 'any'

interface Words {
  icon?: keyof typeof icons
  title: string
  /** Sentences. */
  hint: readonly string[]
  /** What the reader takes along: one click selects it. */
  toCopy?: string
  /** Where the button leads, and what it says. */
  next?: { href: string; label: string }
  /** Small print. */
  notes?: readonly string[]
}

/** A line breaks behind a comma or a full stop where it can. */
const toSpans = (text: string): string =>
  (text.match(/[^，。；：]+[，。；：]*/g) ?? []).map((phrase) => `<span>${phrase}</span>`).join('')

/** What the screens of the page draw: somebody, or something broken. */
const icons = {
  person: 'M12 4a3.7 3.7 0 1 0 0 7.4 3.7 3.7 0 0 0 0-7.4M5 20c.5-4 3.5-5.5 7-5.5s6.5 1.5 7 5.5',
  broken: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M12 7.5v5.5M12 16v.5',
  denied: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18M5.7 5.7l12.6 12.6',
} as const

/** A page without a script, in place of ours. */
export function plainPage(
  { icon = 'person', title, hint, toCopy, next, notes = [] }: Words,
  agent: string | undefined,
): string {
  return `<!doctype html>
<html lang="zh-CN" class="is-${themeOf(agent)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>侧边台</title>
<style>${style}</style>
</head>
<body>
<main><section>
<svg viewBox="0 0 24 24" width="56" height="56" fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round" stroke-linejoin="round" aria-hidden="true"><path d="${icons[icon]}"/></svg>
<h1>${toSpans(title)}</h1>
<p>${toSpans(hint.join(''))}</p>
${toCopy ? `<p><code>${toCopy}</code></p>` : ''}
${next ? `<p><a href="${next.href}">${next.label}</a></p>` : ''}
${notes.map((note) => `<small>${note}</small>`).join('\n')}
</section></main>
</body>
</html>
`
}

/** The next step, if there is a better one than trying again. */
const hints: Partial<Record<AdminProblem['code'], string[]>> = {
  not_a_member: ['请让管理员把你加进应用的可见范围，然后再打开一次。'],
  login_loop: ['仍不行，把下面的编号告诉管理员。'],
  bad_state: ['回到聊天，从侧边栏里再打开一次。'],
  not_found: ['回到聊天，从侧边栏打开。'],
}
const usualHint = ['请稍等一会儿再试。', '仍不行，把下面的编号告诉管理员。']

/** The sidebar is elsewhere: this browser has scanned a code. */
const scanned: Partial<Record<AdminProblem['code'], Pick<Words, 'title' | 'hint'>>> = {
  bad_state: { title: '登录没有走完', hint: ['扫码要在十分钟内完成，', '每次只能用一回。'] },
}

interface Reader {
  agent: string | undefined
  /** Where to sign in, if not by opening the sidebar. */
  backTo: string | null
}

/** A Problem as an HTML page, for when our page is not loaded, as in the middle of a login. */
export function messagePage({ title, code, source, requestId }: AdminProblem, { agent, backTo }: Reader): string {
  const icon = code === 'not_a_member' ? 'denied' : 'broken'
  // What does not exist leads to no other page.
  const isScanned = backTo !== null && code !== 'not_found'
  const words = {
    title: source === 'wecom' ? title.replace('对方系统', '企业微信') : title,
    hint: hints[code] ?? usualHint,
    ...(isScanned && scanned[code]),
  }
  const next = isScanned ? { href: backTo, label: '重新登录' } : { href: '/', label: '重新打开' }
  return plainPage({ icon, ...words, next, notes: [code, requestId] }, agent)
}
