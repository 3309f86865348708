import { createHash } from 'node:crypto'
import type { Problem } from '#contract/problem'

const style = `
body{margin:0;display:flex;min-height:100vh;align-items:center;justify-content:center;background:#f5f6f7;color:#1f2329;
font:15px/1.6 -apple-system,"PingFang SC","Microsoft YaHei",sans-serif}
main{max-width:280px;padding:24px;text-align:center}h1{font-size:17px;margin:0 0 16px}
a{display:inline-block;padding:10px 24px;border-radius:6px;background:#2e6be6;color:#fff;text-decoration:none}
small{display:block;margin-top:24px;color:#646a73;word-break:break-all}
@media(prefers-color-scheme:dark){body{background:#191919;color:#d5d5d5}small{color:#9a9a9a}}`

const hash = createHash('sha256').update(style).digest('base64')
/** Nothing but its own style may run in it. */
export const messagePagePolicy = `default-src 'none'; style-src 'sha256-${hash}'; frame-ancestors 'none'; base-uri 'none'`

/** A Problem for people: what a browser gets where no script of ours runs, as in the middle of a login. */
export function messagePage({ title, code, requestId }: Problem): string {
  return `<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>侧边台</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${title}</h1>
<p><a href="/">重新打开</a></p>
<small>${code} · ${requestId}</small>
</main>
</body>
</html>
`
}
