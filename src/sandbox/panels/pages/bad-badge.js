import { count, post, ready } from './tell.js'

await ready()
post({ type: 'badge', count: 3 })
for (const wrong of [-1, 100, 1.5, '7', Number.NaN, null, undefined, { count: 7 }, '<b>9</b>'])
  post({ type: 'badge', count: wrong })
count('sent')
