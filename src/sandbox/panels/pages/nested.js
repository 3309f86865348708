const contextId = new URLSearchParams(window.location.search).get('context')
const above = [window.parent, window.parent.parent, window.top]

for (const message of [
  { type: 'badge', count: 9 },
  { type: 'place', id: 'nested', contextId, content: { type: 'text', text: '冒名' } },
  { type: 'copy', id: 'nested', text: '冒名' },
])
  for (const each of above) each.postMessage({ sidedesk: 1, ...message }, '*')
