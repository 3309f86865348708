import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import './styles/theme.css'
import './styles/base.css'
import type { Boot } from '#contract/session'
import { loadAxios } from './api/load-axios.ts'
import App from './App.vue'
import { askAhead } from './start/ask-ahead.ts'
import { earlyRequests, type EarlyRequest } from './start/ask-early.ts'
import { delay } from './start/delay.ts'
import type { Host, HostContext } from './host/host.ts'
import { tellFailure } from './start/tell-failure.ts'
import { reloadIfReplaced } from './start/reload-if-replaced.ts'
import { useSession } from './session/session.ts'
import { useSubject } from './subject/subject.ts'
import { watchReturn } from './subject/watch-return.ts'
import { nameSystems } from './work/systems.ts'

/** How long the HTML's skeleton stays in place of the page's own when answers are about to come: a phone then draws once less. */
const patienceMs = 300
/** How long the page's own client waits, so that loading it falls into no drawing. */
const laterMs = 3000

interface Begun {
  boot: Boot
  host: Host
  /** Which chat is open, as asked before the page was loaded. */
  first: Promise<HostContext>
  /** The requests made about it; complete once `first` has settled. */
  asked: readonly EarlyRequest[]
  /** Whether the user came back meanwhile, perhaps to another chat: `first` is not shown before the client is asked again. */
  hasReturned: boolean
}

/** Mounts the page on the requests already made. Until the client says which chat is open, the HTML's skeleton stays. */
export function openPage({ boot, host, first, asked, hasReturned }: Begun): void {
  const app = createApp(App)
  app.config.errorHandler = tellFailure
  app.use(createPinia())
  app.use(PiniaColada, { queryOptions: { staleTime: 15_000, refetchOnWindowFocus: false } })
  useSession().begin(boot)
  nameSystems(boot.session?.sources ?? [])
  const subject = useSubject()
  let answered: Promise<unknown> = Promise.resolve()
  const taken = first.then((context) => {
    answered = askAhead(asked)
    return context
  })
  const ahead = (next: HostContext) => void askAhead(earlyRequests(next, boot))
  watchReturn(() => void subject.recheck())
  window.addEventListener('vite:preloadError', () => void reloadIfReplaced(boot.build, window))
  const started = subject.start(host, { first: taken, ahead })
  if (hasReturned) void subject.recheck()
  void started
    .then(() => Promise.race([answered, delay(patienceMs)]))
    .then(() => app.mount('#app'))
    .then(() => delay(laterMs))
    .then(loadAxios)
    .catch(() => undefined)
}
