import type { PanelEntry, PanelToken } from '#contract/panel'
import type { Permissions } from '../access/permissions.ts'
import type { Clock } from '../clock.ts'
import { AppError } from '../errors.ts'
import type { Handlers } from '../http/route.ts'
import type { PanelConfig } from '../panels/config.ts'
import { panelOpenTo } from '../panels/open-to.ts'
import type { PanelTokens } from '../panels/tokens.ts'
import type { LinkStore } from '../store/store.ts'
import { createPersonLimit } from '../upstream/person-limit.ts'

interface Deps {
  panels: readonly PanelConfig[]
  access: Pick<Permissions, 'requireContact' | 'requireChat'>
  links: Pick<LinkStore, 'ofContact'>
  tokens: PanelTokens
  clock: Clock
  /** Hears of every token made. */
  count(panel: string): void
}

type PanelHandlers = Pick<Handlers, Extract<keyof Handlers, `POST ${string}/panels/${string}`>>

/** Of a person in a minute: each opening of a panel takes one, and each renewal. */
const mostTokens = 120

/** Tells the company's own pages who asks, and about whom, once it is sure that they may. */
export function createPanelHandlers({ panels, access, links, tokens, clock, count }: Deps): PanelHandlers {
  const limit = createPersonLimit(mostTokens, clock)

  /** A panel that is not there, not for this or not for them: to the caller there is no such call. */
  function panelOf(id: string, entry: PanelEntry, userid: string) {
    const panel = panelOpenTo(panels, { id, entry, userid })
    if (!panel) throw new AppError('not_found')
    limit(userid)
    return panel
  }

  /** Whom the contact is in the order system; null where nobody or several are linked. */
  async function customerOf(externalUserId: string): Promise<string | null> {
    const linked = (await links.ofContact(externalUserId)).filter(({ source }) => source === 'orders')
    return linked.length === 1 ? (linked[0]?.sourceId ?? null) : null
  }

  async function made(asked: Parameters<PanelTokens>[0]): Promise<PanelToken> {
    const token = await tokens(asked)
    count(asked.panel.id)
    return token
  }

  return {
    'POST /api/contacts/:externalUserId/panels/:panelId/token': async ({ params, body, staff, signal }) => {
      const { externalUserId, panelId } = params
      const { userid } = staff
      const panel = panelOf(panelId, 'contact', userid)
      await access.requireContact(userid, externalUserId, signal)
      const customerId = await customerOf(externalUserId)
      return made({ panel, userid, subject: { externalUserId }, customerId, renew: body?.renew })
    },

    'POST /api/chats/:chatId/panels/:panelId/token': async ({ params, body, staff, signal }) => {
      const { chatId, panelId } = params
      const { userid } = staff
      const panel = panelOf(panelId, 'group', userid)
      await access.requireChat(userid, chatId, signal)
      return made({ panel, userid, subject: { chatId }, customerId: null, renew: body?.renew })
    },

    'POST /api/me/panels/:panelId/token': async ({ params, body, staff: { userid } }) => {
      const panel = panelOf(params.panelId, 'mine', userid)
      return made({ panel, userid, subject: {}, customerId: null, renew: body?.renew })
    },
  }
}
