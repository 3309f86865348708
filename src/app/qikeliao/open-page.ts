import { PiniaColada } from '@pinia/colada'
import { createPinia, disposePinia } from 'pinia'
import { createApp } from 'vue'
import '../styles/theme.css'
import '../styles/base.css'
import type { Boot } from '#contract/session'
import App from '../App.vue'
import type { Pass } from '../host/qikeliao/pass.ts'
import { createQikeliaoHost } from '../host/qikeliao/qikeliao-host.ts'
import { useSession } from '../session/session.ts'
import { askAhead } from '../start/ask-ahead.ts'
import type { EarlyRequest } from '../start/ask-early.ts'
import { delay } from '../start/delay.ts'
import { tellFailure } from '../start/tell-failure.ts'
import { useSubject } from '../subject/subject.ts'
import { watchReturn } from '../subject/watch-return.ts'
import { nameSystems } from '../work/systems.ts'
import type { Friend } from './ask-first.ts'
import EndedPage from './EndedPage.vue'
import FriendBoard from './FriendBoard.vue'

/** How long the HTML's skeleton stays in place of the page's own when answers are about to come. */
const patienceMs = 300

interface Begun {
  boot: Boot
  asked: readonly EarlyRequest[]
}

/** Shows the contact's board, or a friend's todos. Answers how to take everything of them away. */
function show({ friendId, externalUserId }: Friend, { boot, asked }: Begun): () => void {
  const app = externalUserId === null ? createApp(FriendBoard, { friendId }) : createApp(App)
  const pinia = createPinia()
  app.config.errorHandler = tellFailure
  app.use(pinia)
  app.use(PiniaColada, { queryOptions: { staleTime: 15_000, refetchOnWindowFocus: false } })
  useSession().begin(boot)
  nameSystems(boot.session?.sources ?? [])
  const answered = askAhead(asked)
  const subjects = useSubject()
  const stopWatching = watchReturn(() => void subjects.recheck())
  let state: 'waiting' | 'shown' | 'gone' = 'waiting'

  async function mount(): Promise<void> {
    if (externalUserId !== null) await subjects.start(createQikeliaoHost(externalUserId))
    await Promise.race([answered, delay(patienceMs)])
    if (state !== 'waiting') return
    state = 'shown'
    app.mount('#app')
  }
  void mount()

  return () => {
    if (state === 'shown') app.unmount()
    state = 'gone'
    stopWatching()
    disposePinia(pinia)
  }
}

/** Mounts the page, and once its time is over another one in its place, which knows nothing of the customer. */
export function openPage({ subject, pass, ...begun }: Begun & { subject: Friend | undefined; pass: Pass }): void {
  const clear = subject ? show(subject, begun) : () => undefined
  void pass.ended.then((why) => {
    clear()
    createApp(EndedPage, { why }).mount('#app')
  })
}
