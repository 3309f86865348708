import { count, post, ready } from './tell.js'

const perSecond = 500
const timesPerSecond = 50
let sent = 0

await ready()
setInterval(() => {
  for (let index = 0; index < perSecond / timesPerSecond; index += 1) {
    sent += 1
    if (sent % 2 === 0) post({ type: 'badge', count: sent % 100 })
    else post({ type: 'copy', id: `copy-${sent}`, text: String(sent) })
  }
  count('burst')
}, 1000 / timesPerSecond)
