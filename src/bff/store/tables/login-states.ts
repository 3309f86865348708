import type { Databases } from '../schema.ts'
import type { LoginStateStore } from '../store.ts'

/** Logins under way. */
export function createLoginStateStore({ db }: Databases): LoginStateStore {
  return {
    async put({ state, browser, to, isRestarted, expiresAt }) {
      const row = { state, browser, return_to: to, is_restarted: isRestarted ? 1 : 0, expires_at: expiresAt }
      await db.insertInto('login_states').values(row).execute()
    },

    async take(state, browser) {
      const row = await db
        .deleteFrom('login_states')
        .where('state', '=', state)
        .where('browser', '=', browser)
        .returningAll()
        .executeTakeFirst()
      if (!row) return null
      const { return_to: to, is_restarted: flag, expires_at: expiresAt } = row
      return { state, browser, to, isRestarted: flag === 1, expiresAt }
    },

    async sweep(before) {
      await db.deleteFrom('login_states').where('expires_at', '<', before).execute()
    },
  }
}
