import { randomBytes, randomUUID } from 'node:crypto'
import { createLocalJWKSet, jwtVerify, SignJWT } from 'jose'
import { z } from 'zod'
import type { Panel, PanelToken } from '#contract/panel'
import { toChinaIso } from '../china-time.ts'
import type { Clock } from '../clock.ts'
import { isSameUserid } from '../userid.ts'
import { tokenSeconds } from './key-life.ts'
import { algorithm, type SigningKeys } from './signing-keys.ts'

interface Deps {
  keys: SigningKeys
  publicOrigin: string
  corpId: string
  clock: Clock
}

/** About what a panel was opened: one of the two, or neither. */
export interface PanelSubject {
  externalUserId?: string
  chatId?: string
}

interface Asked {
  panel: Panel
  userid: string
  subject: PanelSubject
  /** Whom the contact is linked to in the order system. */
  customerId: string | null
  /** A token from before, whose context goes on if it was made for the same. */
  renew: string | undefined
}

const typ = 'sidedesk-context+jwt'
const version = 1
/** An older token's context is over. */
const renewableSeconds = 600

/** What a token says, as far as it decides whether its context goes on. */
const Former = z.object({
  sub: z.string(),
  corp_id: z.string(),
  panel: z.string(),
  ctx: z.string(),
  external_userid: z.string().optional(),
  chat_id: z.string().optional(),
})

/** Makes what tells a panel who asks, and about whom: for five minutes, for this panel alone. No names, no phones. */
export function createPanelTokens({ keys, publicOrigin, corpId, clock }: Deps) {
  /** Null where it is none of ours, or too old. */
  async function read(token: string, { origin }: Panel): Promise<z.infer<typeof Former> | null> {
    const published = createLocalJWKSet({ keys: [...(await keys.published())] })
    try {
      const { payload } = await jwtVerify(token, published, {
        algorithms: [algorithm],
        typ,
        issuer: publicOrigin,
        audience: origin,
        maxTokenAge: tokenSeconds,
        clockTolerance: renewableSeconds,
        currentDate: new Date(clock()),
      })
      return Former.safeParse(payload).data ?? null
    } catch {
      return null
    }
  }

  async function contextOf({ panel, userid, subject, renew }: Asked): Promise<string> {
    const former = renew === undefined ? null : await read(renew, panel)
    const isSame =
      former?.corp_id === corpId &&
      former.panel === panel.id &&
      isSameUserid(former.sub, userid) &&
      former.external_userid === subject.externalUserId &&
      former.chat_id === subject.chatId
    return former && isSame ? former.ctx : randomBytes(16).toString('base64url')
  }

  return async (asked: Asked): Promise<PanelToken> => {
    const { panel, userid, subject, customerId } = asked
    const ctx = await contextOf(asked)
    const { kid, privateKey } = await keys.signing()
    const issuedAt = Math.floor(clock() / 1000)
    const expiresAt = issuedAt + tokenSeconds
    const about = { external_userid: subject.externalUserId, chat_id: subject.chatId }
    const customer = customerId === null ? {} : { customer_id: customerId }
    const token = await new SignJWT({ corp_id: corpId, panel: panel.id, ctx, ...about, ...customer, v: version })
      .setProtectedHeader({ alg: algorithm, kid, typ })
      .setIssuer(publicOrigin)
      .setAudience(panel.origin)
      .setSubject(userid)
      .setIssuedAt(issuedAt)
      .setExpirationTime(expiresAt)
      .setJti(randomUUID())
      .sign(privateKey)
    return { token, expiresAt: toChinaIso(expiresAt * 1000) }
  }
}

export type PanelTokens = ReturnType<typeof createPanelTokens>
