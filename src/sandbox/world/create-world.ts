import { createChats } from './chats.ts'
import { createCompany } from './company/create-company.ts'
import { createContacts } from './contacts.ts'
import { createConversations } from './conversations.ts'
import { createRandom } from './random.ts'
import { isImportedFromQikeliao, isImportedFromWaiqin, staff } from './staff.ts'
import type { Staff, StaffLine, World, WorldLink } from './world.ts'

/** Their accounts at the vendors that list people. */
function linesOf({ userid, youmiId, waiqinId, tanmaId }: Staff): StaffLine[] {
  const ids = { youmi: youmiId, waiqin: isImportedFromWaiqin(userid) ? waiqinId : null, tanma: tanmaId }
  return (['youmi', 'waiqin', 'tanma'] as const).flatMap((vendor) => {
    const id = ids[vendor]
    return id ? [{ userid, vendor, id, note: '' }] : []
  })
}

const linkOf = ({ userid, vendor, id }: StaffLine): WorldLink => ({
  subject: 'staff',
  wecom_id: userid,
  source: vendor,
  source_id: id,
})

/** The accounts in the order system, by which 企客聊 names people. */
const accountLinks = staff
  .filter(({ userid }) => isImportedFromQikeliao(userid))
  .map(({ userid, qikeliaoId }): WorldLink => ({
    subject: 'staff',
    wecom_id: userid,
    source: 'qikeliao',
    source_id: qikeliaoId,
  }))

/** The simulated company. The same seed and the same `now` (epoch ms) give the same world, to the last message. */
export function createWorld({ seed = 1, now }: { seed?: number; now: number }): World {
  const random = createRandom(seed)
  const { contacts, links } = createContacts(now, random)
  const chats = createChats(now, contacts, random)
  const lines = staff.flatMap(linesOf)
  return {
    corpId: 'ww5d8f0c1e2a3b4c6d',
    agentId: '1000002',
    secret: 'sandbox-wecom-agent-secret-not-a-real-one-0',
    agentName: '侧边台',
    staff: staff.map((one) => ({ ...one })),
    company: createCompany(seed, { userids: staff.map(({ userid }) => userid), lines }),
    contacts,
    chats,
    conversations: createConversations(now, { contacts, chats }, random),
    links: [...lines.map(linkOf), ...accountLinks, ...links],
  }
}
