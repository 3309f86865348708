const { sidedesk } = document.documentElement.dataset
const list = document.querySelector('ul')
const counted = new Map()
let hear

/** Resolves with the first context. */
const context = new Promise((resolve) => {
  hear = resolve
})

/** Says on the page how often this has happened, for whoever looks at it. */
export function count(name) {
  const line = counted.get(name) ?? list.appendChild(document.createElement('li'))
  const times = Number(line.dataset.times ?? '0') + 1
  counted.set(name, line)
  line.dataset.times = String(times)
  line.textContent = `${name} ${times}`
}

/** Says something to the sidebar. */
export const post = (message) => window.parent.postMessage({ sidedesk: 1, ...message }, sidedesk)

/** Says that the page is ready. Resolves with the context that answers it. */
export function ready() {
  post({ type: 'ready', capabilities: [] })
  return context
}

/** A piece of text for the chat. */
export const text = (words) => ({ type: 'text', text: words })

window.addEventListener('message', ({ source, origin, data }) => {
  if (source !== window.parent || origin !== sidedesk) {
    count('from elsewhere')
    return
  }
  count(data.type === 'result' ? `result ${data.code}` : data.type)
  if (data.type === 'context') hear(data)
})
