import { defineStore } from 'pinia'
import { keyOf } from '../subject/key-of.ts'
import type { Subject } from '../subject/subject.ts'
import type { Feature } from '../work/features.ts'
import { everything, type Find } from '../work/read-work.ts'

/** Where the user was on one board. */
export interface Place {
  filter: Feature | null
  find: Find
  isByCustomer: boolean
  /** How far each chip's list was scrolled. */
  tops: Map<Feature | null, number>
}

/** How many boards keep their place. Beyond that the one that was not looked at for longest loses its own. */
const maxPlaces = 50

/** Kept while the page lives, and nowhere else: who looks at another chat and comes back goes on where they were. */
export const usePlaces = defineStore('places', () => {
  const places = new Map<string, Place>()

  function of(subject: Subject): Place {
    const key = keyOf(subject)
    const place = places.get(key) ?? { filter: null, find: everything, isByCustomer: false, tops: new Map() }
    // A map keeps the order in which its keys were set: the first one was used longest ago.
    places.delete(key)
    places.set(key, place)
    const [oldest] = places.keys()
    if (places.size > maxPlaces && oldest !== undefined) places.delete(oldest)
    return place
  }

  return { of }
})
