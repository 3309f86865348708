import { getContext, getCurExternalChat, getCurExternalContact, register } from '@wecom/jssdk'
import { createPinia, defineStore } from 'pinia'
import { createApp, h } from 'vue'

interface Row {
  title: string
  words: string[]
}

const useRows = defineStore('rows', { state: () => ({ items: [] as Row[] }) })

const Rows = {
  setup() {
    const rows = useRows()
    const line = (word: string) => h('small', word)
    const row = ({ title, words }: Row) => h('button', { class: 'row' }, [h('span', title), words.map(line)])
    return () => h('main', rows.items.map(row))
  },
}

register({
  corpId: 'wwfloor',
  agentId: 1,
  jsApiList: ['getContext', 'getCurExternalContact', 'getCurExternalChat'],
  getAgentConfigSignature: () => ({ timestamp: 1, nonceStr: 'floor', signature: 'floor' }),
})

async function open(): Promise<void> {
  const [{ userId }] = await Promise.all([
    getCurExternalContact(),
    getContext(),
    getCurExternalChat().catch(() => null),
  ])
  const answer = await fetch(`/rows?contact=${userId}`)
  const app = createApp(Rows).use(createPinia())
  useRows().items = ((await answer.json()) as { items: Row[] }).items
  app.mount('#app')
}

void open()
