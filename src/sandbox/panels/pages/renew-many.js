import { count, post, ready } from './tell.js'

await ready()
for (let index = 0; index < 15; index += 1) post({ type: 'renew', id: `renew-${index}` })
count('sent')
