import { chinaTime, dayMs } from '../china-time.ts'
import type { Employee } from './entities.ts'
import { Refusal } from './voice.ts'

type Body = Record<string, unknown>

/** Epoch ms, `to` is exclusive; null if the caller set no bounds. */
export type Window = { from: number; to: number } | null

const maxRows = 1000

/** Every parameter of 勤策 is text, even numbers. */
function text(body: Body, name: string): string | null {
  const value = body[name]
  if (value === undefined || value === '') return null
  if (typeof value !== 'string') throw new Refusal(`参数${name}类型错误`)
  return value
}

function count(body: Body, name: string, fallback: number): number {
  const value = text(body, name) ?? String(fallback)
  if (!/^[1-9]\d{0,8}$/.test(value)) throw new Refusal(`参数${name}错误`)
  return Number(value)
}

/** The midnight (China time) that starts a day. */
function day(body: Body, name: string): number | null {
  const value = text(body, name)
  if (value === null) return null
  const at = /^\d{4}-\d\d-\d\d$/.test(value) ? chinaTime(value) : Number.NaN
  if (Number.isNaN(at)) throw new Refusal(`参数${name}格式错误`)
  return at
}

/** Both days of a window are included. */
export function windowOf(body: Body, name: 'create_date' | 'modify_date'): Window {
  const from = day(body, `${name}_from`)
  const to = day(body, `${name}_to`)
  if (from === null && to === null) return null
  return { from: from ?? 0, to: to === null ? Number.MAX_SAFE_INTEGER : to + dayMs }
}

/** Asking for more than 1000 rows is not an error: 1000 are returned. */
export function pageOf(body: Body): { page: number; rows: number } {
  return { page: count(body, 'page', 1), rows: Math.min(maxRows, count(body, 'rows', maxRows)) }
}

export const customerPageOf = (body: Body) => ({ page: count(body, 'page_number', 1), rows: maxRows })

export const customerStatusOf = (body: Body) => text(body, 'status')

export const employeePageOf = (body: Body, rows: number) => ({ page: count(body, 'page_number', 1), rows })

/** By 勤策's own id, which counts before the tenant's, and by state. Days of creation and change are not simulated. */
export function employeeTest(body: Body): (employee: Employee) => boolean {
  for (const name of ['create_date', 'modify_date']) if (text(body, name) !== null) throw new Refusal(`参数${name}错误`)
  const [id, empId, status] = [text(body, 'id'), text(body, 'emp_id'), text(body, 'emp_status')]
  return (employee) =>
    (id === null || employee.id === id) &&
    (id !== null || empId === null || employee.emp_id === empId) &&
    (status === null || employee.emp_status === status)
}

export function typeIdsOf(body: Body): string[] | null {
  const ids = body['type_ids']
  if (ids === undefined) return null
  if (!Array.isArray(ids)) throw new Refusal('参数type_ids类型错误')
  return ids.map(String)
}
