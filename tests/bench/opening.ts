import { once } from 'node:events'
import { get, type IncomingMessage } from 'node:http'
import { seedContact } from '../support/start-yunzhong.ts'
import { startPostgres } from '../support/postgres.ts'
import { connectYunzhong } from './connect-yunzhong.ts'
import { loadProcess, median } from './load.ts'
import { startBuilt } from './start-built.ts'

/** Upper limit for the CPU of a board, in parts of that of its single calls. */
export const openingBar = 0.5

const rounds = 7
const contact = `/api/contacts/${seedContact}`
const lists = ['todos', 'field-tasks', 'group-sops', 'pushes'].map((list) => `${contact}/${list}`)
const singles = [contact, ...lists, `/api/me/moments?externalUserId=${seedContact}`]

export interface OpeningFigures {
  /** CPU of the BFF for one opening, in milliseconds. */
  boardMs: number
  /** The same, asked for by a browser: it takes compressed answers. */
  compressedMs: number
  /** For the same by single calls, as the page asked before there was a board. */
  singlesMs: number
  /** The board's in parts of the single calls'. */
  ratio: { median: number; least: number; most: number }
  bytes: { plain: number; compressed: number }
}

/** As it crosses the network. */
async function sizeOf(url: string, headers: Record<string, string>): Promise<number> {
  const [answer] = (await once(get(url, { headers }), 'response')) as [IncomingMessage]
  let bytes = 0
  for await (const chunk of answer) bytes += (chunk as Buffer).length
  return bytes
}

/** What one opening of a contact with five sources costs the BFF, on PostgreSQL, asked in turn. */
export async function measureOpening(): Promise<OpeningFigures> {
  const postgres = await startPostgres()
  const built = await startBuilt(10_000, { DATABASE_URL: await postgres.database() })
  await connectYunzhong(built)
  const { bff, cookie, pid } = built
  const cpuMs = async (paths: readonly string[], headers = {}) => {
    const urls = paths.map((path) => bff + path)
    const { cpuMicros } = await loadProcess(pid, urls, cookie, { seconds: 1, connections: 4, headers })
    return (cpuMicros * paths.length) / 1000
  }
  const gzip = { 'accept-encoding': 'gzip' }
  await cpuMs(singles)
  await cpuMs([`${contact}/board`], gzip)
  const all: { board: number; compressed: number; single: number }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const single = await cpuMs(singles)
    const board = await cpuMs([`${contact}/board`])
    all.push({ single, board, compressed: await cpuMs([`${contact}/board`], gzip) })
  }
  const bytes = {
    plain: await sizeOf(`${bff}${contact}/board`, { cookie, 'accept-encoding': 'identity' }),
    compressed: await sizeOf(`${bff}${contact}/board`, { cookie, ...gzip }),
  }
  await built.close()
  await postgres.stop()
  const ratios = all.map(({ board, single }) => board / single)
  return {
    boardMs: median(all.map(({ board }) => board)),
    compressedMs: median(all.map(({ compressed }) => compressed)),
    singlesMs: median(all.map(({ single }) => single)),
    ratio: { median: median(ratios), least: Math.min(...ratios), most: Math.max(...ratios) },
    bytes,
  }
}
