import './old-engines.ts'
import { call } from './api.ts'
import { askEarly, type Asked } from './board/ask-early.ts'
import { readBoot } from './boot.ts'
import { createWecomHost } from './host/wecom-host.ts'

/** How long the page's larger part, whose arrival keeps the engine busy, lets the question for the customer go first. */
const precedenceMs = 100

/** As for a script that did not come: the guard has a page for that. */
const tellLost = () => document.querySelector('script[src]')?.dispatchEvent(new Event('error'))

/** Asks the client who is open, and the BFF about him, before there is a page to show it. */
function start(): void {
  const boot = readBoot(document)
  const host = createWecomHost({ boot, sign: (url) => call('POST /api/wecom/signature', { body: { url } }) })
  const asked: Asked[] = []
  const first = host.context(new AbortController().signal).then((subject) => {
    asked.push(...askEarly(subject, boot))
    return subject
  })
  const isLate = new Promise((resolve) => setTimeout(resolve, precedenceMs))
  void Promise.race([first, isLate])
    .catch(() => undefined)
    .then(() => import('./page.ts'))
    .then(({ openPage }) => openPage({ boot, host, first, asked }), tellLost)
}

// The guard has already put its own page there.
if (document.documentElement.dataset['engine'] !== 'too-old') start()
