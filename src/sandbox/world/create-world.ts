import { createChats } from './chats.ts'
import { createContacts } from './contacts.ts'
import { createConversations } from './conversations.ts'
import { createRandom } from './random.ts'
import { isImportedFromQikeliao, isImportedFromWaiqin, staff } from './staff.ts'
import type { Staff, World, WorldLink } from './world.ts'

function staffLinks({ userid, youmiId, waiqinId, tanmaId, qikeliaoId }: Staff): WorldLink[] {
  const ids = {
    youmi: youmiId,
    waiqin: isImportedFromWaiqin(userid) ? waiqinId : null,
    tanma: tanmaId,
    qikeliao: isImportedFromQikeliao(userid) ? qikeliaoId : null,
  }
  return (['youmi', 'waiqin', 'tanma', 'qikeliao'] as const).flatMap((source) => {
    const source_id = ids[source]
    return source_id ? [{ subject: 'staff' as const, wecom_id: userid, source, source_id }] : []
  })
}

/** The simulated company. The same seed and the same `now` (epoch ms) give the same world, to the last message. */
export function createWorld({ seed = 1, now }: { seed?: number; now: number }): World {
  const random = createRandom(seed)
  const { contacts, links } = createContacts(now, random)
  const chats = createChats(now, contacts, random)
  return {
    corpId: 'ww5d8f0c1e2a3b4c6d',
    agentId: '1000002',
    secret: 'sandbox-wecom-agent-secret-not-a-real-one-0',
    agentName: '侧边台',
    staff: staff.map((one) => ({ ...one })),
    contacts,
    chats,
    conversations: createConversations(now, { contacts, chats }, random),
    links: [...staff.flatMap(staffLinks), ...links],
  }
}
