import { ready } from './tell.js'

// A second later than the sidebar waits.
setTimeout(ready, 9000)
