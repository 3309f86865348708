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

/** Kept while the page lives, and nowhere else: who looks at another chat and comes back goes on where he was. */
export const usePlaces = defineStore('places', () => {
  const places = new Map<string, Place>()

  function of(subject: Subject): Place {
    const key = keyOf(subject)
    const place = places.get(key) ?? { filter: null, find: everything, isByCustomer: false, tops: new Map() }
    places.set(key, place)
    return place
  }

  return { of }
})
