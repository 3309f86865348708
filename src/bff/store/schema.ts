import type { Generated, Kysely, Transaction } from 'kysely'

/** Times are epoch ms, flags 0 or 1, and every `body`, `…_ids`, `phones` and `checkpoint` is JSON text. */
export interface Tables {
  links: {
    subject: string
    wecom_id: string
    source: string
    source_id: string
    name: string | null
    linked_by: string
    linked_at: number
  }
  removed_links: Omit<Tables['links'], 'subject'> & { removed_by: string; removed_at: number }
  leases: { name: string; owner: string; expires_at: number }
  mirrors: {
    name: string
    checkpoint: string
    row_count: number
    started_at: number | null
    completed_at: number | null
    last_error: string | null
    last_error_at: number | null
  }
  field_tasks: {
    task_id: string
    customer_id: string
    modified_at: number
    is_deleted: number
    status: string
    due_at: number | null
    staff_ids: string
    body: string
    created_at: number | null
  }
  field_task_windows: {
    from_day: string
    read_at: number
    row_count: number
    calls: number
    is_settled: number
    doubtful_since: number | null
  }
  field_task_sightings: { task_id: string; seen_at: number }
  /** `due_at`, `created_at`: filled by the database. The largest safe integer: no time; null: not filled yet. */
  field_task_staff: {
    staff_id: string
    status: string
    task_id: string
    due_at: Generated<number | null>
    created_at: Generated<number | null>
  }
  field_people: { id: string; name: string; source_code: string | null }
  field_task_types: { type_id: string; body: string }
  field_customers: {
    customer_id: string
    name: string
    manager_ids: string
    phones: string
    body: string
    seen_at: number
  }
  field_customer_managers: { staff_id: string; customer_id: string }
  field_customer_phones: { phone: string; customer_id: string }
  /** `seen_at`: when the pass began that last mentioned it; null where none of this version has. */
  sop_groups: {
    chat_id: string
    sales_id: string
    name: string | null
    body: string
    fetched_at: number
    seen_at: number | null
  }
  chats: {
    chat_id: string
    owner: string
    name: string | null
    member_ids: string
    fetched_at: number
    changed_at: number | null
  }
  chat_owners: { owner: string; chat_ids: string; fetched_at: number; changed_at: number | null }
  /** Contacts with links. `followed_at`: when WeCom last said that somebody follows them; `asked_at`: when it last answered. */
  contacts: { external_user_id: string; followed_at: number; asked_at: number }
  /** `marked_at`: by the database's own clock; `changed_at`: by that of the instance that was told. */
  changes: { subject: string; changed_at: number; marked_at: number | null }
  session_ends: { subject: string; ended_at: number }
  departures: {
    userid: string
    left_at: number
    is_final: number
    returned_at: number | null
    purged_at: number | null
    /** The departure with whose rows the userid was given away last. */
    aside_at: number | null
  }
  login_states: { state: string; browser: string; return_to: string; is_restarted: number; expires_at: number }
  tokens: { name: string; sealed: string; expires_at: number }
  connections: { userid: string; source: string; sealed: string; created_at: number }
  login_tries: { subject: string; slot: number; expires_at: number }
  placements: { userid: string; push_id: string; piece_key: string; placed_at: number }
  moment_tasks: { task_id: string; waiting: number; finished: number; total: number; seen_at: number }
  moment_jobs: { job_id: string; counts: string; body: string; seen_at: number }
  /** `rows`: JSON. */
  left_out: { source: string; operation: string; part: string; rows: string; seen_at: number }
  signing_keys: { kid: string; sealed: string; public_jwk: string; made_at: number }
  /** `key`: the userid in small letters. `departments`: JSON. */
  wecom_people: {
    key: string
    userid: string
    name: string
    departments: string
    has_customer_right: number
    seen_at: number
    left_at: number | null
  }
  vendor_people: {
    source: string
    id: string
    name: string | null
    code: string | null
    other_code: string | null
    department: string | null
    state: string
    seen_at: number
  }
  call_hours: { hour: number; source: string; made: number; failed: number }
  /** Changes of staff ids. `expires_at`: of those that are not applied; `counts`: JSON. */
  mapping_batches: {
    id: string
    made_by: string
    made_at: number
    kind: string
    title: string | null
    counts: string
    typed: number | null
    expires_at: number | null
    undone_at: number | null
  }
  /** `before`, `after`: JSON of the links that the row replaces, and that it leaves: they say whether somebody changed them since. */
  mapping_rows: {
    batch_id: string
    position: number
    userid: string
    source: string
    from_id: string | null
    to_id: string | null
    was_shared: number
    is_shared: number
    before: string
    after: string
  }
  moment_job_staff: { userid: string; status: string; job_id: string }
  qikeliao_openings: { hash: string; expires_at: number }
}

export type Dialect = 'sqlite' | 'postgres'
export type Database = Kysely<Tables>
export type Writing = Transaction<Tables>

/** The open database. */
export interface Databases {
  dialect: Dialect
  /** Writes, in transactions. */
  db: Database
  /** Reads. With SQLite this is a second connection, so that they need not wait while a page is written. */
  reads: Database
  /** The file is older than the marker beside it says: a backup was brought back. */
  wasRestored: boolean
  /** @throws where the file was replaced or deleted while it is open */
  check(): void
  /** Notes in the file and beside it how far it has come. */
  countOn(): void
}

/** For a database that is no file of ours. */
export const unguarded = { wasRestored: false, check: () => undefined, countOn: () => undefined }
