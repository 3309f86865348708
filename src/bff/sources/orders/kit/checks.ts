import type { Check } from './check.ts'
import { behaviourChecks } from './checks/behaviour.ts'
import { detailChecks } from './checks/detail.ts'
import { featureChecks } from './checks/features.ts'
import { identityChecks } from './checks/identity.ts'
import { orderChecks } from './checks/orders.ts'
import { pagingChecks } from './checks/paging.ts'
import { reachChecks } from './checks/reach.ts'
import { requestChecks } from './checks/requests.ts'
import { signatureChecks } from './checks/signature.ts'

/** In the order in which they are run and printed. */
export const checks: readonly Check[] = [
  ...reachChecks,
  ...signatureChecks,
  ...identityChecks,
  ...requestChecks,
  ...orderChecks,
  ...pagingChecks,
  ...detailChecks,
  ...featureChecks,
  ...behaviourChecks,
]
