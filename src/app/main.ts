import './start/old-engines.ts'
import { call } from './api/call.ts'
import { askEarly, type EarlyRequest } from './start/ask-early.ts'
import { readBoot } from './start/boot.ts'
import { delay } from './start/delay.ts'
import { parsed } from './start/parsed.ts'
import { tellLost } from './start/tell-lost.ts'
import { createWecomHost } from './host/wecom/wecom-host.ts'
import { watchReturn } from './subject/watch-return.ts'

/** How long loading the page's larger part, which keeps the engine busy, waits for the first requests to be sent. */
const precedenceMs = 100

/** Asks the client which chat is open, and the BFF about it, before the page is loaded. */
function start(): void {
  const boot = readBoot(document)
  const host = createWecomHost({ boot, sign: (url) => call('POST /api/wecom/signature', { body: { url } }) })
  const asked: EarlyRequest[] = []
  let hasReturned = false
  const stopWatching = watchReturn(() => (hasReturned = true))
  const first = host.context(new AbortController().signal).then((subject) => {
    asked.push(...askEarly(subject, boot))
    return subject
  })
  void Promise.race([first, delay(precedenceMs)])
    .catch(() => undefined)
    .then(() => Promise.all([import('./page.ts'), parsed]))
    .then(([{ openPage }]) => {
      stopWatching()
      openPage({ boot, host, first, asked, hasReturned })
    }, tellLost)
}

// The guard has already shown its own page.
if (document.documentElement.dataset['engine'] !== 'too-old') start()
