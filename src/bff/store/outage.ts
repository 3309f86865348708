import { StoreError } from '../errors.ts'

/** SQLite: the file, its disk or its lock. Its other codes, such as a broken constraint, are bugs of ours. */
const sqliteCodes = /^SQLITE_(BUSY|CANTOPEN|CORRUPT|FULL|IOERR|LOCKED|NOMEM|NOTADB|PERM|PROTOCOL|READONLY|REPLACED)/
/** PostgreSQL: connection, authorisation, database gone, read-only, a transaction or lock that took too long, resources, an operator, its system. */
const postgresCodes = /^(08...|28...|3D000|25006|25P0[34]|53...|55P03|57...|58...|XX...)$/
/** The network. */
const networkCodes = /^(ECONN|EHOST|ENET|ENOTFOUND|EPIPE|ETIMEDOUT|EAI_)/
/** Errors of pg without a code. */
const postgresWords = /^(Connection terminated|Client has encountered a connection error|timeout exceeded when trying)/

/** The driver's code where the database itself is at fault; null where the query is. */
function outageOf(error: unknown): string | null {
  if (!(error instanceof Error)) return null
  const code = 'code' in error ? String(error.code) : ''
  if ([sqliteCodes, postgresCodes, networkCodes].some((codes) => codes.test(code))) return code
  return postgresWords.test(error.message) ? 'disconnected' : null
}

async function translated(answer: unknown): Promise<unknown> {
  try {
    return await answer
  } catch (error) {
    const code = outageOf(error)
    throw code === null ? error : new StoreError(code, error)
  }
}

/** The same part of the store, but a database that cannot answer makes it reject with a StoreError, which is no bug and passes. */
export function withStoreErrors<Part extends object>(part: Part): Part {
  return new Proxy(part, {
    get(target, name) {
      const verb: unknown = Reflect.get(target, name)
      return typeof verb === 'function' ? (...args: unknown[]) => translated(verb.apply(target, args)) : verb
    },
  })
}
