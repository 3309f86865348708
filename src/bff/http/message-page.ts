import { createHash } from 'node:crypto'
import type { Problem } from '#contract/problem'

const dark = (root: string) => `${root} body{background:#191919;color:#d5d5d5}${root} small{color:#9a9a9a}`

const style = `
body{margin:0;display:flex;min-height:100vh;align-items:center;justify-content:center;background:#f5f6f7;color:#1f2329;
font:15px/1.6 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:300px;padding:24px;text-align:center}h1{font-size:17px;margin:0 0 8px}p{margin:0 0 16px;font-size:13px}h1,p{text-wrap:balance}span{display:inline-block}
a{display:inline-block;padding:9px 32px;border-radius:8px;background:#2b6de8;color:#fff;text-decoration:none}
small{display:block;color:#646a73;font-size:11px}
${dark('html.is-dark')}
@media(prefers-color-scheme:dark){${dark('html.is-any')}}`

const hash = createHash('sha256').update(style).digest('base64')
/** The page may load or run nothing but its own style. */
export const messagePagePolicy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`

/** The user agent names WeCom's theme, which may differ from the system's. */
const themeOf = (agent = ''): string => /ColorScheme\/(Dark|Light)/i.exec(agent)?.[1]?.toLowerCase() ?? 'any'

interface Words {
  title: string
  /** Sentences. */
  hint: readonly string[]
  /** Where the button leads, and what it says. */
  next: { href: string; label: string }
  /** Small print. */
  notes?: readonly string[]
}

/** A line breaks between two sentences where it can. */
const toSpans = (sentences: readonly string[]): string =>
  sentences.map((sentence) => `<span>${sentence}</span>`).join('')

/** A page without a script, in place of ours. */
export function plainPage({ title, hint, next, notes = [] }: Words, agent: string | undefined): string {
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
<main>
<h1>${title}</h1>
<p>${toSpans(hint)}</p>
<p><a href="${next.href}">${next.label}</a></p>
${notes.map((note) => `<small>${note}</small>`).join('\n')}
</main>
</body>
</html>
`
}

/** The next step, if there is a better one than trying again. */
const hints: Partial<Record<Problem['code'], string[]>> = {
  not_a_member: ['请让管理员把你加进应用的可见范围，然后再打开一次。'],
  login_loop: ['仍不行，把下面的编号告诉管理员。'],
  bad_state: ['回到聊天，从侧边栏里再打开一次。'],
}
const usualHint = ['请稍等一会儿再试。', '仍不行，把下面的编号告诉管理员。']

/** A Problem as an HTML page, for when our page is not loaded, as in the middle of a login. */
export function messagePage({ title, code, source, requestId }: Problem, agent: string | undefined): string {
  const named = source === 'wecom' ? title.replace('对方系统', '企业微信') : title
  const next = { href: '/', label: '重新打开' }
  return plainPage({ title: named, hint: hints[code] ?? usualHint, next, notes: [code, requestId] }, agent)
}
