import { UpstreamError } from '../../errors.ts'
import type { MirrorPass } from '../../mirror/mirror.ts'
import type { FieldTaskStore } from '../../store/mirror-stores.ts'
import type { WaiqinClient } from './client.ts'
import type { typeMapper } from './map.ts'
import type { LeftOut } from '../left-out.ts'
import type { PageRows } from '../read-page.ts'
import type { WireType } from './wire.ts'

interface Deps {
  client: WaiqinClient
  fieldTasks: FieldTaskStore
  mapper: typeof typeMapper
  leftOut: LeftOut
  /** Ids of types that tasks refer to. */
  seen: ReadonlySet<string>
  /** Called with the ids of all types that the vendor was asked for. */
  onAsked(typeIds: readonly string[]): void
}

const chunkSize = 100

function chunks(ids: readonly string[]): string[][] {
  const count = Math.ceil(ids.length / chunkSize)
  return Array.from({ length: count }, (_, index) => ids.slice(index * chunkSize, (index + 1) * chunkSize))
}

const isRefused = (error: unknown): boolean => error instanceof UpstreamError && error.reason === 'refused'

/**
 * Mirrors 勤策's task types. We only guess that a call without `type_ids` returns all of them: types that tasks refer to
 * beside these are requested by id, and if the vendor refuses the call, all are.
 */
export function createTypePass({ client, fieldTasks, mapper, leftOut, seen, onAsked }: Deps): MirrorPass {
  async function all(signal: AbortSignal): Promise<PageRows<WireType>> {
    return client.types(null, signal).catch((error: unknown) => {
      if (isRefused(error)) return { rows: [], leftOut: [] }
      throw error
    })
  }

  return async (context) => {
    const { rows: types, leftOut: unread } = await all(context.signal)
    const told = new Set(types.map(({ type_id }) => type_id))
    const known = (await fieldTasks.types()).map(({ typeId }) => typeId)
    const missing = [...new Set([...seen, ...known])].filter((id) => !told.has(id))
    for (const ids of chunks(missing)) {
      const some = await client.types(ids, context.signal)
      types.push(...some.rows)
      unread.push(...some.leftOut)
    }
    onAsked([...told, ...missing])
    const kept = { rows: types.length, checkpoint: null, window: null }
    await context.keep(kept, (state) => fieldTasks.putTypes(types.map(mapper.toRow), state))
    await leftOut.note({ operation: 'queryTaskType', part: 'all' }, unread)
    return null
  }
}
