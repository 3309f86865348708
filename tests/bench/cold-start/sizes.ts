import { statSync } from 'node:fs'
import Libsql from 'libsql'
import { Client } from 'pg'

/** Bytes a mirrored task takes, with its indexes and its rows in the table of staff. */
export interface TaskSize {
  database: 'sqlite' | 'postgres'
  tasks: number
  bytesPerTask: number
  megabytes: number
}

const sizeOf = (database: TaskSize['database'], tasks: number, bytes: number): TaskSize => ({
  database,
  tasks,
  bytesPerTask: bytes / tasks,
  megabytes: bytes / 2 ** 20,
})

export function sizeOfFile(path: string, tasks: number): TaskSize {
  const database = new Libsql(path)
  database.pragma('wal_checkpoint(truncate)')
  database.close()
  return sizeOf('sqlite', tasks, statSync(path).size)
}

export async function sizeOfServer(connectionString: string, tasks: number): Promise<TaskSize> {
  const client = new Client({ connectionString })
  await client.connect()
  const { rows } = await client.query<{ bytes: string }>(
    `select pg_total_relation_size('field_tasks') + pg_total_relation_size('field_task_staff') as bytes`,
  )
  await client.end()
  return sizeOf('postgres', tasks, Number(rows[0]?.bytes))
}
