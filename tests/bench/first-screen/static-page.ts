import Fastify from 'fastify'
import { build, type Rolldown } from 'vite'

const frame = (body: string) => `<!doctype html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>limit</title>
<style>
body{margin:0;font:14px/20px sans-serif}button{display:block;width:100%;padding:9px 14px;border:0;background:#fff;text-align:left}
span{display:block}small{font-size:12px}
</style>
${body}`

interface Page {
  html: string
  script: string
}

/** The lower limit: a page written by hand that only loads the rows with one call and shows them. */
const byHand: Page = {
  html: frame('<main></main>\n<script src="/limit.js"></script>'),
  script: `
const make = (name, text) => Object.assign(document.createElement(name), { textContent: text })
const show = () => WeixinJSBridge.invoke('getCurExternalContact', {}, async ({ userId }) => {
  const answer = await fetch('/rows?contact=' + userId)
  const { items } = await answer.json()
  const rows = items.map(({ title, words }) => {
    const row = make('button', '')
    row.className = 'row'
    row.append(make('span', title), ...words.map((word) => make('small', word)))
    return row
  })
  document.querySelector('main').replaceChildren(...rows)
})
window.addEventListener('focus', show)
show()`,
}

/** The floor under a page that is made of the same libraries as ours, and does nothing else with them. */
async function floor(): Promise<Page> {
  const entry = new URL('floor/main.ts', import.meta.url).pathname
  const built = (await build({
    configFile: false,
    logLevel: 'error',
    define: { __VUE_OPTIONS_API__: false },
    build: { write: false, target: ['chrome107', 'safari14'], rolldownOptions: { input: entry } },
  })) as Rolldown.RolldownOutput
  const [chunk] = built.output
  return { html: frame('<div id="app"></div>\n<script type="module" src="/limit.js"></script>'), script: chunk.code }
}

const { html, script } = process.argv[2] === 'floor' ? await floor() : byHand
const app = Fastify()
interface OfContact {
  Querystring: { contact: string }
}
const rows = new Map<string, string>()
app.put<OfContact>('/rows', async ({ query, body }) => {
  rows.set(query.contact, JSON.stringify(body))
  return {}
})
app.get<OfContact>('/rows', async ({ query }, reply) =>
  reply.type('application/json; charset=utf-8').send(rows.get(query.contact)),
)
app.get('/', async (_request, reply) =>
  reply.type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(html),
)
app.get('/limit.js', async (_request, reply) =>
  reply.type('text/javascript').header('cache-control', 'public, max-age=31536000, immutable').send(script),
)
process.stdout.write(`${await app.listen({ port: 0, host: '127.0.0.1' })}\n`)
