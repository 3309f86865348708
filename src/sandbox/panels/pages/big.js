import { count, post, ready, text } from './tell.js'

// More than the 16 KB of a message.
const long = '长'.repeat(20_000)

const { contextId } = await ready()
post({ type: 'copy', id: 'copy', text: long })
post({ type: 'place', id: 'place', contextId, content: text(long) })
post({ type: 'badge', count: 7, padding: long })
count('sent')
