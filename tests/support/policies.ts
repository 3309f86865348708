import type { Upstream } from '../../src/bff/errors.ts'
import { readSources } from '../../src/bff/sources/index.ts'
import type { Policy } from '../../src/bff/upstream/policy.ts'
import { wecomPolicy } from '../../src/bff/wecom/config.ts'

/** The default policy of each upstream, as without variables. */
export const policies: Record<Upstream, Policy> = { wecom: wecomPolicy, ...readSources({}).policies }
