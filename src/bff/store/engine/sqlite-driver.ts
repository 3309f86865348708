import { setTimeout as delay } from 'node:timers/promises'
import {
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
} from 'kysely'
import type Libsql from 'libsql'
import LibsqlBeside from 'libsql/promise'
import { LRUCache } from 'lru-cache'

const busyRetryMs = 10
const busyPatienceMs = 5000
/** Within this time a lock counts as the same lock: queued callers do not each wait for the whole time. */
const sameLockMs = 1000

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/** Raw statements come from migrations and `insertMany`, which open transactions themselves, or read. */
const writes = ({ query }: CompiledQuery): boolean => query.kind !== 'SelectQueryNode' && query.kind !== 'RawNode'

/** A raw statement without parameters, from `insertMany`. */
const isBulk = ({ query, parameters, sql }: CompiledQuery): boolean =>
  query.kind === 'RawNode' && parameters.length === 0 && /^(insert|delete) /.test(sql)

/** Runs it on libsql's own thread, which only its promise class can do. Both classes hold the connection as `db`. */
const execBeside = (database: Libsql.Database, sql: string): Promise<unknown> =>
  LibsqlBeside.prototype.exec.call(database, sql)

type Statement = ReturnType<Libsql.Database['prepare']>

/**
 * One SQLite connection. Statements are prepared once. A database that another process is writing to is asked again
 * later instead of by `busy_timeout`, which would stop the whole event loop.
 */
class SqliteConnection implements DatabaseConnection {
  readonly #database: Libsql.Database
  readonly #statements = new LRUCache<string, { statement: Statement; isReader: boolean }>({ max: 100 })

  /** When a lock was first met, and when it was last met. */
  #busySince = -Infinity
  #busyAt = -Infinity

  readonly #check: () => void

  constructor(database: Libsql.Database, check: () => void) {
    this.#database = database
    this.#check = check
  }

  async executeQuery<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    if (isBulk(query)) {
      await this.control(query.sql)
      return { rows: [] }
    }
    const isAlone = writes(query) && !this.#database.inTransaction
    return isAlone ? this.#executeAlone(query) : this.#patiently(() => this.#execute<Row>(query))
  }

  /**
   * Begins and ends transactions and runs bulk statements on libsql's thread, so that ours need not wait for the disk. Never
   * prepared: a prepared statement that meets a lock counts as running from then on, and nothing after it is committed.
   */
  control(sql: string): Promise<unknown> {
    return this.#patiently(() => execBeside(this.#database, sql))
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  /**
   * In a transaction of its own, so that a lock is met before the prepared statement. On our own thread, which is faster: the
   * longer a count takes that several processes share, the more calls pass meanwhile.
   */
  async #executeAlone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#patiently(() => this.#database.exec('begin immediate'))
    try {
      const result = this.#execute<Row>(query)
      await this.#patiently(() => this.#database.exec('commit'))
      this.#check()
      return result
    } catch (error) {
      if (this.#database.inTransaction) this.#database.exec('rollback')
      throw error
    }
  }

  async #patiently<Result>(work: () => Result | Promise<Result>): Promise<Result> {
    for (;;) {
      try {
        return await work()
      } catch (error) {
        if (!isBusy(error) || this.#isPastPatience(performance.now())) throw error
        await delay(busyRetryMs)
      }
    }
  }

  #isPastPatience(now: number): boolean {
    if (now - this.#busyAt > sameLockMs) this.#busySince = now
    this.#busyAt = now
    return now - this.#busySince > busyPatienceMs
  }

  #execute<Row>({ sql, parameters }: CompiledQuery): QueryResult<Row> {
    const { statement, isReader } = this.#prepare(sql)
    if (isReader) return { rows: statement.all(parameters) as Row[] }
    return { rows: [], numAffectedRows: BigInt(statement.run(parameters).changes) }
  }

  #prepare(sql: string) {
    const known = this.#statements.get(sql)
    if (known) return known
    const statement = this.#database.prepare(sql)
    const prepared = { statement, isReader: statement.reader }
    this.#statements.set(sql, prepared)
    return prepared
  }
}

/** Gives the one connection to one caller at a time. */
class SqliteDriver implements Driver {
  readonly #database: Libsql.Database
  readonly #connection: SqliteConnection
  #tail: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  /** Rejects a commit that went into a file which is no longer there. */
  readonly #check: () => void

  constructor(database: Libsql.Database, check: () => void) {
    this.#database = database
    this.#check = check
    this.#connection = new SqliteConnection(database, check)
  }

  async init() {}

  async acquireConnection() {
    const before = this.#tail
    let release = () => {}
    this.#tail = new Promise((resolve) => {
      release = resolve
    })
    await before
    this.#release = release
    return this.#connection
  }

  async releaseConnection() {
    this.#release()
  }

  /** Immediate: every transaction here writes, and SQLite does not wait for a lock in the middle of one. */
  async beginTransaction() {
    await this.#connection.control('begin immediate')
  }

  async commitTransaction() {
    await this.#connection.control('commit')
    this.#check()
  }

  /** On a full disk SQLite may have rolled back by itself. */
  async rollbackTransaction() {
    if (this.#database.inTransaction) await this.#connection.control('rollback')
  }

  /**
   * Waits for the caller that has the connection: libsql ends the process when a closed one is used. Then moves the log into
   * the file, which libsql would not do, so that a copy of the file alone is complete.
   */
  async destroy() {
    await this.#tail
    try {
      this.#database.pragma('wal_checkpoint(truncate)')
    } catch {
      // Locked, or no space: the rows stay in the log and are not lost.
    }
    this.#database.close()
  }
}

/** SQLite can roll back `create table`. Saying so makes Kysely migrate in a transaction, one instance after the other. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

/** Kysely's dialect for one open libsql database. `check`: called after each commit, before it is acknowledged. */
export function sqliteDialect(database: Libsql.Database, check: () => void = () => undefined): Dialect {
  return {
    createDriver: () => new SqliteDriver(database, check),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}
