import { AppError, UpstreamError } from '../errors.ts'
import { useridKey } from '../userid.ts'
import { seen } from '../wire/seen.ts'
import type { Send } from './call.ts'
import { createNamesOf, type NamesOf } from './departments.ts'
import { readMember } from './member.ts'
import { rightsCall, type Directory, type OnRead } from './wecom.ts'
import { WireDepartmentIds, WireDepartments, WireFollowers, WireMembers, WireVisible } from './wire.ts'

export const maxPeople = 50_000
const maxDepartments = 5_000
/** Whoever is in no visible department costs a call, answered or not. */
export const maxSingle = 1_000

/** WeCom has answered, and will not answer otherwise before somebody changes its console. */
const isAnswered = (error: unknown): boolean =>
  error instanceof AppError ||
  (error instanceof UpstreamError && ['refused', 'not_found', 'unreadable'].includes(error.reason))

type Found = Omit<Directory['members'][number], 'hasCustomerRight'>

interface Options {
  signal: AbortSignal
  onRead?: OnRead | undefined
}

/** Reads the departments and members that the app may see, and who may serve customers. */
export async function readDirectory(send: Send, agentId: string, { signal, onRead }: Options): Promise<Directory> {
  const refused: string[] = []
  const found = new Map<string, Found>()
  const asked = new Set<string>()
  let isCut = false

  /** What WeCom tells; null where it does not tell it to this app. */
  async function told<T>(operation: string, ask: () => Promise<T>): Promise<T | null> {
    try {
      return await ask()
    } catch (error) {
      if (!isAnswered(error)) throw error
      if (!refused.includes(operation)) refused.push(operation)
      return null
    }
  }

  async function departmentNames(): Promise<NamesOf> {
    const path = 'department/list'
    const answer = await told(path, () => send({ path, schema: WireDepartments }, signal))
    return createNamesOf(answer?.department ?? [])
  }

  async function readDepartment(id: string, namesOf: NamesOf): Promise<void> {
    const path = 'user/simplelist'
    const call = { path, query: { department_id: id }, schema: WireMembers }
    const answer = await told(path, () => send(call, signal))
    for (const { userid, name, department } of answer?.userlist ?? []) {
      found.set(useridKey(userid), { userid, name: seen(name) ?? userid, departments: namesOf([id, ...department]) })
    }
  }

  /** Of these whom no department has told: who they are, or how many may not be seen. */
  async function readSingle(userids: readonly string[]): Promise<number> {
    let unseen = 0
    for (const [key, userid] of new Map(userids.map((each) => [useridKey(each), each]))) {
      if (found.has(key) || asked.has(key)) continue
      isCut ||= asked.size >= maxSingle
      if (isCut) break
      asked.add(key)
      const member = await told('user/get', () => readMember(send, userid, signal))
      if (member && !member.isGone) found.set(key, { userid, name: member.name ?? userid, departments: [] })
      else unseen += 1
    }
    return unseen
  }

  const ids = await told('department/simplelist', () =>
    send({ path: 'department/simplelist', schema: WireDepartmentIds }, signal),
  )
  const departments = ids?.department_id ?? []
  const namesOf = await departmentNames()
  const some = departments.slice(0, maxDepartments)
  for (const [index, { id }] of some.entries()) {
    isCut ||= found.size >= maxPeople
    if (isCut) break
    await readDepartment(id, namesOf)
    await onRead?.(index + 1, some.length)
  }
  const serving =
    (await told(rightsCall, () => send({ path: rightsCall, schema: WireFollowers }, signal)))?.follow_user ?? []
  const query = { agentid: agentId }
  const app = await told('agent/get', () => send({ path: 'agent/get', query, schema: WireVisible }, signal))
  const outside = await readSingle(serving)
  await readSingle(app?.allow_userinfos?.user.map(({ userid }) => userid) ?? [])
  const mayServe = new Set(serving.map(useridKey))
  const members = [...found].map(([key, member]) => Object.assign(member, { hasCustomerRight: mayServe.has(key) }))
  isCut ||= departments.length > maxDepartments || members.length > maxPeople
  return { members: members.slice(0, maxPeople), isCut, outside, refused }
}
