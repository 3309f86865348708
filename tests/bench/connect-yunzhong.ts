import { publicOrigin, user, type Built } from './start-built.ts'

/** Connects the bench's salesperson to his account of 芸众, so that his lists there have rows. */
export async function connectYunzhong({ bff, cookie, simulators }: Built): Promise<void> {
  const { mobile, password } = simulators.vendors.yunzhong.accountOf(user)
  const headers = { cookie, origin: publicOrigin, 'content-type': 'application/json' }
  const body = JSON.stringify({ mobile, password })
  const answer = await fetch(`${bff}/api/me/connections/yunzhong`, { method: 'PUT', headers, body })
  if (answer.status !== 204) throw new Error(`not connected to 芸众: ${answer.status}`)
}
