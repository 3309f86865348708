import type { AdminAnswer, AdminBody, AdminCall, AdminParams, AdminQuery } from '#contract/admin-endpoint'
import type { Asked, Wide } from '../../api/asked.ts'
import { fillPath } from '../../api/call.ts'
import { sendBare, type Received, type Send } from '../../api/send.ts'
import { learnTime } from '../../ui/server-time.ts'
import { readAdminProblem } from './admin-error.ts'

let send: Send = sendBare

/** All later calls are sent this way. */
export function sendAdminBy(next: Send): void {
  send = next
}

/** The query without fields that are empty. */
function written(query: object): object | undefined {
  const said = Object.entries(query).filter(([, value]) => value !== undefined && value !== '')
  return said.length > 0 ? Object.fromEntries(said) : undefined
}

function settle({ status, data, date }: Received): unknown {
  learnTime(date)
  if (status === 204) return null
  if (status >= 200 && status < 300) return data
  throw readAdminProblem(data)
}

/**
 * Makes a call of the administrators' page, named by the key of its table. Without a session it fails as any other: leaving
 * for the login would lose what was chosen on the page.
 * @throws ProblemError, AdminError; the signal's own reason when it was aborted
 */
export async function callAdmin<C extends AdminCall>(
  name: C,
  request: Asked<AdminParams<C>, AdminQuery<C>, AdminBody<C>>,
): Promise<AdminAnswer<C>> {
  const [method = 'GET', path = ''] = name.split(' ')
  const { params, query = {}, body, signal, refresh = false } = request as Wide
  const headers = { Accept: 'application/json', ...(refresh ? { 'Cache-Control': 'no-cache' } : {}) }
  const received = await send({ method, url: fillPath(path, params), query: written(query), body, headers, signal })
  return settle(received) as AdminAnswer<C>
}
