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
/** Met again within this, it is the same lock: who queued behind the first waits no patience of his own. */
const sameLockMs = 1000

const isBusy = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && String(error.code).startsWith('SQLITE_BUSY')

/** What is raw comes from migrations and `insertMany`, within their transactions, or reads. */
const writes = ({ query }: CompiledQuery): boolean => query.kind !== 'SelectQueryNode' && query.kind !== 'RawNode'

/** Written by hand and binding nothing: see `insertMany`. */
const isBulk = ({ query, parameters, sql }: CompiledQuery): boolean =>
  query.kind === 'RawNode' && parameters.length === 0 && /^(insert|delete) /.test(sql)

/** Runs it on a thread of libsql's own. Both classes of libsql hold the connection as `db`; only the other can do this. */
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

  /** When a lock was met first, and last. */
  #busySince = -Infinity
  #busyAt = -Infinity

  constructor(database: Libsql.Database) {
    this.#database = database
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
   * Begins and ends transactions and runs what is bulk, where waiting for the disk takes nobody's time. Never prepared: what
   * is prepared and meets a lock counts as running from then on, and nothing that comes after it is committed.
   */
  control(sql: string): Promise<unknown> {
    return this.#patiently(() => execBeside(this.#database, sql))
  }

  async *streamQuery<Row>(query: CompiledQuery): AsyncIterableIterator<QueryResult<Row>> {
    yield await this.executeQuery<Row>(query)
  }

  /**
   * In a transaction of its own, so that the lock is met before the prepared statement. On our own thread: several processes
   * on one file that count calls let more of them through the longer each takes to be told.
   */
  async #executeAlone<Row>(query: CompiledQuery): Promise<QueryResult<Row>> {
    await this.#patiently(() => this.#database.exec('begin immediate'))
    try {
      const result = this.#execute<Row>(query)
      await this.#patiently(() => this.#database.exec('commit'))
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

/** Hands out the one connection to one caller at a time. */
class SqliteDriver implements Driver {
  readonly #database: Libsql.Database
  readonly #connection: SqliteConnection
  #tail: Promise<void> = Promise.resolve()
  #release: () => void = () => {}

  constructor(database: Libsql.Database) {
    this.#database = database
    this.#connection = new SqliteConnection(database)
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

  /** Immediate: every transaction here writes, and a lock taken half-way could not be waited for. */
  async beginTransaction() {
    await this.#connection.control('begin immediate')
  }

  async commitTransaction() {
    await this.#connection.control('commit')
  }

  /** What met a full disk may have been rolled back by SQLite itself. */
  async rollbackTransaction() {
    if (this.#database.inTransaction) await this.#connection.control('rollback')
  }

  /**
   * After whoever has the connection: libsql ends the process where a closed one is used. Brings the log home first: libsql
   * leaves it behind, and who copies the file alone would miss what it holds.
   */
  async destroy() {
    await this.#tail
    try {
      this.#database.pragma('wal_checkpoint(truncate)')
    } catch {
      // Locked, or no space: it stays in the log, and nothing is lost.
    }
    this.#database.close()
  }
}

/** SQLite can roll back `create table`, so instances that start together migrate one after the other. */
class TransactionalAdapter extends SqliteAdapter {
  override get supportsTransactionalDdl() {
    return true
  }
}

/** Kysely's dialect for one open libsql database. */
export function sqliteDialect(database: Libsql.Database): Dialect {
  return {
    createDriver: () => new SqliteDriver(database),
    createQueryCompiler: () => new SqliteQueryCompiler(),
    createAdapter: () => new TransactionalAdapter(),
    createIntrospector: (db) => new SqliteIntrospector(db),
  }
}
