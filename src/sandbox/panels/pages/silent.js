import { count } from './tell.js'

count('started')
