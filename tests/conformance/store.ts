import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { openStore } from '../../src/bff/store/index.ts'
import { testChanges } from './store-changes.ts'
import { testChats } from './store-chats.ts'
import { testDepartures } from './store-departures.ts'
import { testDirectory } from './store-directory.ts'
import { testFieldCustomers } from './store-field-customers.ts'
import { testFencing } from './store-fencing.ts'
import { testFieldTasks } from './store-field-tasks.ts'
import { testFieldTaskPages } from './store-field-task-pages.ts'
import { testFieldTaskWindows } from './store-field-task-windows.ts'
import { testKeptRows } from './store-kept-rows.ts'
import { testLeftOut } from './store-left-out.ts'
import { testLeases } from './store-leases.ts'
import { testLinks } from './store-links.ts'
import { testMappings } from './store-mappings.ts'
import { testMigrations } from './store-migrations.ts'
import { testMoments } from './store-moments.ts'
import { testOpenings } from './store-openings.ts'
import { testPeople } from './store-people.ts'
import { testPrivacy } from './store-privacy.ts'
import { testSigningKeys } from './store-signing-keys.ts'
import { writer, writtenMirrors } from './store-rows.ts'
import type { StoreUnderTest } from './store-under-test.ts'
import { withTables } from './with-tables.ts'

/** What every store must do. `makeDatabase` returns the URL of an empty database. */
export function testStore(name: string, makeDatabase: () => Promise<string>): void {
  describe(name, () => {
    let opened: StoreUnderTest | null = null
    const subject = (): StoreUnderTest => {
      if (!opened) throw new Error('the store is not open')
      return opened
    }

    let tables: Awaited<ReturnType<typeof withTables>> | null = null

    beforeAll(async () => {
      const databaseUrl = await makeDatabase()
      opened = { databaseUrl, store: await openStore(databaseUrl), other: await openStore(databaseUrl) }
      tables = await withTables(databaseUrl)
    })
    beforeEach(async () => {
      await tables?.empty()
      for (const mirror of writtenMirrors) await subject().store.leases.acquire(mirror, writer, 300_000)
    })
    afterAll(async () => {
      await tables?.close()
      await opened?.store.close()
      await opened?.other.close()
    })

    testLinks(subject)
    testLeases(subject)
    testFencing(subject)
    testFieldTasks(subject)
    testFieldTaskPages(subject, makeDatabase)
    testFieldTaskWindows(subject)
    testFieldCustomers(subject)
    testChats(subject)
    testChanges(subject)
    testPeople(subject)
    testOpenings(subject)
    testDepartures(subject)
    testDirectory(subject)
    testMoments(subject)
    testLeftOut(subject)
    testSigningKeys(subject)
    testMappings(subject)
    testKeptRows(subject)
    testPrivacy(subject, makeDatabase)
    testMigrations(subject, makeDatabase)
  })
}
