import { post, ready } from './tell.js'

await ready()
post({ type: 'badge', count: 3 })
setTimeout(() => {
  window.location.href = `${document.documentElement.dataset.third}/elsewhere`
}, 300)
