import type { Store } from '../../src/bff/store/store.ts'

export interface StoreUnderTest {
  /** Two instances on one database. */
  readonly store: Store
  readonly other: Store
  readonly databaseUrl: string
}
