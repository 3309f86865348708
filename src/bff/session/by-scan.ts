import type { FastifyRequest } from 'fastify'
import { isInWecom } from './is-in-wecom.ts'

/** The one page for which a browser that is not WeCom's client may sign in. It says how. */
export const pageByScan = '/admin'

const isThatPage = (to: string): boolean => /^\/admin([#/?]|$)/.test(to)

/** Whether a login that leads there is made by scanning a code. */
export const isByScan = (request: Pick<FastifyRequest, 'headers'>, to: string): boolean =>
  isThatPage(to) && !isInWecom(request)
