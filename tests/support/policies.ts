import type { Upstream } from '../../src/bff/errors.ts'
import { readSources } from '../../src/bff/sources/index.ts'
import type { Policy } from '../../src/bff/upstream/policy.ts'
import { wecomPolicy } from '../../src/bff/wecom/config.ts'

/** How each upstream is called where no variable says otherwise. */
export const policies: Record<Upstream, Policy> = { wecom: wecomPolicy, ...readSources({}).policies }
