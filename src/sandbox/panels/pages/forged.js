import { post, ready, text } from './tell.js'

const { contextId } = await ready()
const place = { type: 'place', id: 'place', contextId, content: text('冒名') }
const none = [
  { ...place, sidedesk: 2 },
  { ...place, sidedesk: '1' },
  { type: 'send', text: '冒名' },
  { type: 'constructor' },
]
for (const message of none) post(message)
for (const message of ['place', null, 1, [place]]) window.parent.postMessage(message, '*')

// A page of a third origin, which speaks to every window above it in this page's name.
const frame = document.createElement('iframe')
frame.src = `${document.documentElement.dataset.third}/nested?context=${encodeURIComponent(contextId)}`
document.body.append(frame)
