import { ready } from './tell.js'

ready()
