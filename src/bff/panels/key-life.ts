const minuteMs = 60_000
const dayMs = 86_400_000

/** How long whoever verifies our tokens may keep the published keys. */
export const cachedSeconds = 3600
export const tokenSeconds = 300

const cachedMs = cachedSeconds * 1000
/** Until all instances know of a key, and how far their clocks may be apart. */
const slackMs = 5 * minuteMs
const lifeMs = 30 * dayMs
/** A new key is published for so long before it signs. */
const leadMs = cachedMs + slackMs
/** After its last signature a key stays published for so long. */
const restMs = tokenSeconds * 1000 + cachedMs + slackMs

export interface Dated {
  kid: string
  madeAt: number
}

/** A time in the future was written by a wrong clock: the key counts as just made, so that no clock can ask for many. */
const ageOf = ({ madeAt }: Dated, now: number): number => Math.max(0, now - madeAt)

/** Whether a new key is to be made. */
export const isKeyDue = (keys: readonly Dated[], now: number): boolean => keys.every((key) => ageOf(key, now) >= lifeMs)

const newestFirst = (a: Dated, b: Dated): number => b.madeAt - a.madeAt || (a.kid < b.kid ? -1 : 1)

/** The newest that everybody knows; where there is none, the oldest, which signs at once. */
export function signingKeyOf<Key extends Dated>(keys: readonly Key[], now: number): Key | undefined {
  const sorted = keys.toSorted(newestFirst)
  return sorted.find((key) => ageOf(key, now) >= leadMs) ?? sorted.at(-1)
}

/** Which keys may go: those made before `retired` that have a successor made before `known`, or none and were made before `unused`. */
export interface KeyEnds {
  retired: number
  known: number
  unused: number
}

export const keyEndsAt = (now: number): KeyEnds => ({
  retired: now - lifeMs - leadMs - restMs,
  known: now - leadMs - restMs,
  unused: now - 2 * lifeMs,
})
