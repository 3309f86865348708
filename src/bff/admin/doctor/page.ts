import { createHash } from 'node:crypto'
import { toChinaIso } from '../../china-time.ts'
import type { Finding } from '../../check.ts'
import type { Report } from './index.ts'
import { grouped, summary, wordOf } from './words.ts'

const style = `
:root{color-scheme:light dark;--ground:#f5f6f7;--card:#fff;--text:#1f2329;--faint:#646a73;--line:#e5e6eb;--ok:#1a7f3c;--warn:#9a5b00;--fail:#c4281c;--link:#1f5bcc}
body{margin:0;padding:24px 16px 48px;background:var(--ground);color:var(--text);font:14px/1.6 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:760px;margin:0 auto}
header{display:flex;flex-wrap:wrap;align-items:baseline;gap:4px 16px;margin-bottom:16px}
h1{margin:0;font-size:20px}h2{margin:24px 0 8px;font-size:14px;color:var(--faint);font-weight:600}
header p{margin:0;color:var(--faint);flex:1 1 auto}
a{color:var(--link)}li a{color:inherit;text-decoration:none}li a:hover{text-decoration:underline}li:target{box-shadow:-16px 0 0 -13px var(--link)}
ul{list-style:none;margin:0;padding:0 16px;background:var(--card);border-radius:8px}
li{display:grid;grid-template-columns:3em minmax(7em,10em) 1fr;gap:0 12px;padding:10px 0}
li+li{border-top:1px solid var(--line)}
b{font-weight:600}p{margin:0;overflow-wrap:anywhere}li p+p{color:var(--faint);font-size:13px}
.ok b{color:var(--ok)}.warn b{color:var(--warn)}.fail b{color:var(--fail)}.skipped{color:var(--faint)}
@media(max-width:520px){li{grid-template-columns:3em 1fr}li div{grid-column:2}}
@media(prefers-color-scheme:dark){:root{--ground:#191919;--card:#232323;--text:#d5d5d5;--faint:#9a9a9a;--line:#333;--ok:#5cc47c;--warn:#e0a54a;--fail:#f2776c;--link:#7aa5f5}}`

const hash = createHash('sha256').update(style).digest('base64')
/** Nothing may load or run but its own style. */
export const doctorPagePolicy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`

const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
const escaped = (text: string): string => text.replace(/[&<>"']/g, (each) => entities[each] ?? '')

function row(finding: Finding): string {
  const { id, state, title, says, fix } = finding
  const mend = fix === null ? '' : `<p>${escaped(fix)}</p>`
  return `<li id="${id}" class="${state}"><b>${wordOf(finding)}</b><a href="#${id}">${escaped(title)}</a><div><p>${escaped(says)}</p>${mend}</div></li>`
}

/** The report as HTML: no script, and every word escaped. */
export function doctorPage(report: Report): string {
  const sections = grouped(report.findings).map(
    ([group, findings]) => `<section><h2>${escaped(group)}</h2><ul>\n${findings.map(row).join('\n')}\n</ul></section>`,
  )
  const at = toChinaIso(report.at).slice(0, 19).replace('T', ' ')
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>侧边台自检</title>
<style>${style}</style>
</head>
<body>
<main>
<header><h1>侧边台自检</h1><p>${summary(report)}<br>${at}（北京时间）</p><a href="">重新检查</a></header>
${sections.join('\n')}
</main>
</body>
</html>
`
}
