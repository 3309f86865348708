import { sql, type Kysely, type Migration } from 'kysely'
import type { Dialect } from '../schema.ts'

/** Stands for "no time", which sorts last; NULL means that the row has not got its times yet. */
const none = sql.lit(Number.MAX_SAFE_INTEGER)

const times = sql`select coalesce(due_at, ${none}), coalesce(created_at, ${none})`

/**
 * The version before writes the same tables while it runs beside this one, and knows nothing of these columns. So the
 * database fills them itself, whoever writes.
 */
const triggers = {
  sqlite: [
    sql`create trigger field_task_staff_times after insert on field_task_staff when new.due_at is null begin
      update field_task_staff
      set (due_at, created_at) = (${times} from field_tasks where task_id = new.task_id)
      where staff_id = new.staff_id and status = new.status and task_id = new.task_id;
    end`,
    sql`create trigger field_task_times after update of due_at, created_at on field_tasks
      when old.due_at is not new.due_at or old.created_at is not new.created_at begin
      update field_task_staff
      set due_at = coalesce(new.due_at, ${none}), created_at = coalesce(new.created_at, ${none})
      where staff_id in (select value from json_each(old.staff_ids)) and status = old.status and task_id = new.task_id;
    end`,
  ],
  postgres: [
    sql`create function field_task_staff_times() returns trigger language plpgsql as $$ begin
      ${times} into new.due_at, new.created_at from field_tasks where task_id = new.task_id;
      return new;
    end $$`,
    sql`create trigger field_task_staff_times before insert on field_task_staff
      for each row when (new.due_at is null) execute function field_task_staff_times()`,
    sql`create function field_task_times() returns trigger language plpgsql as $$ begin
      update field_task_staff
      set due_at = coalesce(new.due_at, ${none}), created_at = coalesce(new.created_at, ${none})
      where staff_id in (select json_array_elements_text(old.staff_ids::json))
        and status = old.status and task_id = new.task_id;
      return null;
    end $$`,
    sql`create trigger field_task_times after update of due_at, created_at on field_tasks for each row
      when (old.due_at is distinct from new.due_at or old.created_at is distinct from new.created_at)
      execute function field_task_times()`,
  ],
}

/** As the ids of rows are compared in memory, whatever the language of the database. */
const taskId = { sqlite: sql`task_id`, postgres: sql`task_id collate "C"` }

/**
 * The times by which a person's tasks are sorted, in the table in which they are found. Rows from before get theirs in turns
 * once the program runs: at a million tasks that takes a minute or more, and nobody may wait for it.
 */
export const fieldTaskTimes = (dialect: Dialect): Migration => ({
  async up(db: Kysely<unknown>) {
    await db.schema.alterTable('field_task_staff').addColumn('due_at', 'bigint').execute()
    await db.schema.alterTable('field_task_staff').addColumn('created_at', 'bigint').execute()
    // Empty at first, so quick to make.
    await sql`create index field_task_staff_order
      on field_task_staff (staff_id, status, due_at, created_at, ${taskId[dialect]}) where due_at is not null`.execute(
      db,
    )
    // Empty once every row has its times.
    await sql`create index field_task_staff_untimed
      on field_task_staff (staff_id, status, task_id) where due_at is null`.execute(db)
    for (const trigger of triggers[dialect]) await trigger.execute(db)
  },
})
