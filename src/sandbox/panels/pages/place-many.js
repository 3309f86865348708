import { count, post, ready, text } from './tell.js'

const { contextId } = await ready()
for (let index = 0; index < 10; index += 1)
  post({ type: 'place', id: `place-${index}`, contextId, content: text(`第 ${index + 1} 条`) })
count('sent')
