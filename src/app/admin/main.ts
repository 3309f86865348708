import '../start/old-engines.ts'
import { PiniaColada } from '@pinia/colada'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import '../styles/theme.css'
import '../styles/base.css'
import './admin.css'
import { tellFailure } from '../start/tell-failure.ts'
import AdminApp from './AdminApp.vue'
import { readBoot } from './read-boot.ts'

/** Mounts the administrators' page. */
function start(): void {
  const app = createApp(AdminApp, { staff: readBoot(document)?.session.staff ?? null })
  app.config.errorHandler = tellFailure
  app.use(createPinia())
  app.use(PiniaColada, { queryOptions: { staleTime: 15_000, refetchOnWindowFocus: false } })
  app.mount('#app')
}

// The guard has already shown its own page.
if (document.documentElement.dataset['engine'] !== 'too-old') start()
