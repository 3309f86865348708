import type { PanelPlacement, PanelToken } from '#contract/panel'
import { call } from '../../api/call.ts'
import type { Subject } from '../../subject/subject.ts'

/** Asks for a token for what is open; with the one before, the next has the same context id. @throws ProblemError */
export function askForToken(
  subject: Subject,
  panelId: string,
  { renew, signal }: { renew?: string | undefined; signal: AbortSignal },
): Promise<PanelToken> {
  const rest = { body: renew === undefined ? {} : { renew }, signal }
  if (subject.kind === 'me') return call('POST /api/me/panels/:panelId/token', { params: { panelId }, ...rest })
  if (subject.kind === 'chat') {
    const params = { chatId: subject.chatId, panelId }
    return call('POST /api/chats/:chatId/panels/:panelId/token', { params, ...rest })
  }
  const params = { externalUserId: subject.externalUserId, panelId }
  return call('POST /api/contacts/:externalUserId/panels/:panelId/token', { params, ...rest })
}

/** Says what came of a panel's wish. Nobody waits for it: what it was is in the chat, or is not. */
export function tellPlacement(subject: Subject, panelId: string, body: PanelPlacement): void {
  const told =
    subject.kind === 'contact'
      ? call('POST /api/contacts/:externalUserId/panels/:panelId/placements', {
          params: { externalUserId: subject.externalUserId, panelId },
          body,
        })
      : subject.kind === 'chat' &&
        call('POST /api/chats/:chatId/panels/:panelId/placements', {
          params: { chatId: subject.chatId, panelId },
          body,
        })
  if (told) told.catch(() => undefined)
}

interface Claims {
  /** The context id. */
  ctx: string
  /** Unix seconds. */
  iat: number
  exp: number
}

/** What a token says, read by its second part. It is not checked: it came from the BFF. */
export function claimsOf(token: string): Claims {
  const [, payload = ''] = token.split('.')
  const text = atob(payload.replaceAll('-', '+').replaceAll('_', '/'))
  const claims: Claims = JSON.parse(text)
  return claims
}
