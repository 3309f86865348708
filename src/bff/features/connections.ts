import { AppError } from '../errors.ts'
import type { Handlers } from '../http/route.ts'
import { configured } from '../sources/configured.ts'
import type { Yunzhong } from '../sources/yunzhong/index.ts'

interface Deps {
  /** Null if the source is not configured. */
  yunzhong: Pick<Yunzhong, 'connections'> | null
}

type ConnectionHandlers = Pick<Handlers, 'PUT /api/me/connections/yunzhong' | 'DELETE /api/me/connections/yunzhong'>

const source = 'yunzhong'

/** Connects and disconnects a user at a system that has no key for servers, only sessions of people. */
export function createConnectionHandlers({ yunzhong }: Deps): ConnectionHandlers {
  const connectionsOf = () => configured(source, yunzhong).connections

  return {
    'PUT /api/me/connections/yunzhong': async ({ body, staff, signal, log }) => {
      const { userid } = staff
      try {
        await connectionsOf().connect(userid, body, signal)
      } catch (error) {
        if (error instanceof AppError)
          log.info({ audit: 'connect', userid, source, refused: error.code }, 'not connected')
        throw error
      }
      log.info({ audit: 'connect', userid, source }, 'connected')
      return null
    },

    'DELETE /api/me/connections/yunzhong': async ({ staff, log }) => {
      const { userid } = staff
      const isRemoved = await connectionsOf().disconnect(userid)
      log.info({ audit: 'disconnect', userid, source, isRemoved }, 'disconnected')
      return null
    },
  }
}
