import { AppError } from '../errors.ts'
import type { Handlers } from '../http/route.ts'
import type { Wecom } from '../wecom/wecom.ts'

/** Characters that a browser's address never holds; with a space or control character another address would be signed. */
const raw = /^[\u0021-\u007E]+$/
const maxLength = 2048

/**
 * The address as WeCom sees it, without its hash. @throws foreign_url for any page but ours: otherwise this
 * would sign for any site.
 */
export function signableUrl(url: string, publicOrigin: string): string {
  const [page = ''] = url.split('#')
  const isOurs = raw.test(page) && page.length <= maxLength && URL.canParse(page)
  const isExact = page === publicOrigin || page.startsWith(`${publicOrigin}/`) || page.startsWith(`${publicOrigin}?`)
  if (!isOurs || !isExact || new URL(page).origin !== publicOrigin) throw new AppError('foreign_url')
  return page
}

export function createSignatureHandlers(deps: {
  wecom: Pick<Wecom, 'signature'>
  publicOrigin: string
}): Pick<Handlers, 'POST /api/wecom/signature'> {
  return {
    'POST /api/wecom/signature': async ({ body, signal }) =>
      deps.wecom.signature(signableUrl(body.url, deps.publicOrigin), signal),
  }
}
