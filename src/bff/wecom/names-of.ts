import type { Wecom } from './wecom.ts'

/** A card is not worth more waiting for somebody's name. */
const patienceMs = 1000
const maxNames = 20

export interface NamedMember {
  userid: string
  name: string | null
}

/** Members with their names, as far as WeCom tells them soon. Past the twentieth nobody is asked about. */
export function namesOf(
  wecom: Pick<Wecom, 'nameOf'>,
  userids: readonly string[],
  signal: AbortSignal,
): Promise<NamedMember[]> {
  const soon = AbortSignal.any([signal, AbortSignal.timeout(patienceMs)])
  const named = userids.map(async (userid, index) => {
    const name = index < maxNames ? await wecom.nameOf(userid, soon).catch(() => null) : null
    return { userid, name }
  })
  return Promise.all(named)
}
