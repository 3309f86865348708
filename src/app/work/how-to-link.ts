import type { Staff } from '#contract/session'
import type { LinkedSourceId, SourceId } from '#contract/source'
import { systems } from './systems.ts'

/** What helps where a row's customer is not linked: only beside their chat is it known who they are. */
export const howToLink = (source: LinkedSourceId): string =>
  `未关联。打开这位客户的聊天，在「⋯」里关联${systems[source]}`

/** What the administrator needs in order to enter the user's own id in a system. */
export const staffWish = (source: SourceId, staff: Staff | null): string =>
  `请在侧边台登记我的${systems[source]}工号。我的企业微信账号：${staff?.userid ?? ''}（${staff?.name ?? ''}）`
