import type { FastifyRequest } from 'fastify'

/** Whether the browser is the one in WeCom's client, as far as it says so. */
export const isInWecom = ({ headers }: Pick<FastifyRequest, 'headers'>): boolean =>
  /wxwork\//i.test(headers['user-agent'] ?? '')
