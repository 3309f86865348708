import type { LinkedSourceId } from '#contract/source'
import { systems } from './systems.ts'

/** What helps where a row's customer is not linked: only beside their chat is it known who they are. */
export const howToLink = (source: LinkedSourceId): string =>
  `未关联。打开这位客户的聊天，在「⋯」里关联${systems[source]}`
