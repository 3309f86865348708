import { statSync } from 'node:fs'
import Libsql from 'libsql'
import { Client } from 'pg'

/** Bytes on the disk, once the log has been moved into the file. */
export function bytesOfFile(path: string): number {
  const database = new Libsql(path)
  database.pragma('wal_checkpoint(truncate)')
  database.close()
  return statSync(path).size
}

/** Bytes of the tasks and of the table of their staff, with indexes. */
export async function bytesInServer(connectionString: string): Promise<number> {
  const client = new Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ bytes: string }>(
    `select pg_total_relation_size('field_tasks') + pg_total_relation_size('field_task_staff') as bytes`,
  )
  await client.end()
  return Number(rows[0]?.bytes)
}
