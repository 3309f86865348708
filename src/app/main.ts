import './old-engines.ts'
import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import 'vant/es/style/base.css'
import './styles/theme.css'
import './styles/base.css'
import { call } from './api.ts'
import App from './App.vue'
import { readBoot } from './boot.ts'
import { createWecomHost } from './host/wecom-host.ts'
import { useSession } from './session/session.ts'
import { useSubject } from './subject/subject.ts'
import { watchReturn } from './subject/watch-return.ts'
import { reloadIfReplaced } from './reload-if-replaced.ts'

/** The one place that knows which makers are used. */
function start(): void {
  const boot = readBoot(document)
  const app = createApp(App)
  app.use(createPinia())
  app.use(PiniaColada, { queryOptions: { staleTime: 15_000, refetchOnWindowFocus: false } })
  useSession().begin(boot)
  const subject = useSubject()
  const host = createWecomHost({ boot, sign: (url) => call('POST /api/wecom/signature', { body: { url } }) })
  // Before mounting: the client needs its time to answer.
  void subject.start(host)
  watchReturn(() => void subject.recheck())
  window.addEventListener('vite:preloadError', () => void reloadIfReplaced(boot.build, window))
  app.mount('#app')
}

// The guard has already put its own page there.
if (document.documentElement.dataset['engine'] !== 'too-old') start()
