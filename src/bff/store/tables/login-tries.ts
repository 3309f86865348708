import { skewMs } from '../../age.ts'
import type { Databases } from '../schema.ts'
import type { LoginTryStore } from '../store.ts'

/** Failed sign-ins. They are so few that each is a row: taking a slot is a single statement on both dialects. */
export function createLoginTryStore({ db }: Databases): LoginTryStore {
  async function takeSlot(subject: string, slot: number, now: number, expiresAt: number): Promise<boolean> {
    const taken = await db
      .insertInto('login_tries')
      .values({ subject, slot, expires_at: expiresAt })
      .onConflict((conflict) =>
        conflict
          .columns(['subject', 'slot'])
          .doUpdateSet({ expires_at: expiresAt })
          // One that lies beyond the longest hold was taken by a clock that was ahead.
          .where((slot) =>
            slot.or([
              slot('login_tries.expires_at', '<=', now),
              slot('login_tries.expires_at', '>', expiresAt + skewMs),
            ]),
          ),
      )
      .returning('slot')
      .execute()
    return taken.length > 0
  }

  return {
    async take(subject, { slots, now, expiresAt }) {
      for (let slot = 0; slot < slots; slot += 1) {
        if (await takeSlot(subject, slot, now, expiresAt)) return { slot }
      }
      const { freeAt } = await db
        .selectFrom('login_tries')
        .select((select) => select.fn.min('expires_at').as('freeAt'))
        .where('subject', '=', subject)
        .executeTakeFirstOrThrow()
      return { freeAt: Number(freeAt ?? now) }
    },

    async give(subject, slot) {
      await db.deleteFrom('login_tries').where('subject', '=', subject).where('slot', '=', slot).execute()
    },

    async clear(subject) {
      await db.deleteFrom('login_tries').where('subject', '=', subject).execute()
    },

    async sweep(now) {
      await db.deleteFrom('login_tries').where('expires_at', '<=', now).execute()
    },
  }
}
