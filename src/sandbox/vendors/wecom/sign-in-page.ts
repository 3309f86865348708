/** Whether WeCom may send somebody there: the app's trusted domain, its port included. */
export const isTrusted = (target: string, publicOrigin: string): boolean =>
  URL.canParse(target) && new URL(target).host === new URL(publicOrigin).host

/** The address to redirect to. Without a code where the user does not agree. */
export function landing(query: URLSearchParams, code: string | null): string {
  const target = new URL(query.get('redirect_uri') ?? '')
  if (code !== null) target.searchParams.set('code', code)
  target.searchParams.set('state', query.get('state') ?? '')
  return target.href
}

export const signInPage = (content: string) =>
  `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>企业微信</title><body>${content}</body></html>`

/** Why it does not redirect. */
export const refusalPage = (fault: string) => signInPage(`<h3>${fault}</h3>`)
