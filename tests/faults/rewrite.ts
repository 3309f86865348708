import { pass, type Exchange, type Trouble } from './front.ts'

export type Row = Record<string, unknown>
type Change = (rows: readonly Row[]) => readonly unknown[]

const isRow = (value: unknown): value is Row => typeof value === 'object' && value !== null && !Array.isArray(value)
const isText = (value: unknown): value is string => typeof value === 'string' && /^[[{]/.test(value)

/** The same JSON with every list of these names changed; 勤策's list is JSON text in a string. */
export function changeLists(json: unknown, names: readonly string[], change: Change): unknown {
  if (Array.isArray(json)) return json.map((each) => changeLists(each, names, change))
  if (!isRow(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => {
      if (!names.includes(name)) return [name, changeLists(value, names, change)]
      const list: unknown = isText(value) ? JSON.parse(value) : value
      if (!Array.isArray(list)) return [name, changeLists(value, names, change)]
      const changed = change(list.filter(isRow))
      return [name, isText(value) ? JSON.stringify(changed) : changed]
    }),
  )
}

/** The rows of all lists with these names. */
export function listsIn(json: unknown, names: readonly string[]): Row[] {
  const rows: Row[] = []
  changeLists(json, names, (list) => {
    rows.push(...list)
    return list
  })
  return rows
}

/** Replaces the values of these fields at any depth. */
export function changeFields(json: unknown, fields: Row): unknown {
  if (Array.isArray(json)) return json.map((each) => changeFields(each, fields))
  if (!isRow(json)) return json
  return Object.fromEntries(
    Object.entries(json).map(([name, value]) => [name, name in fields ? fields[name] : changeFields(value, fields)]),
  )
}

/** Answers with the vendor's own answer, changed. */
export const rewriting = (change: (json: unknown, exchange: Exchange) => unknown): Trouble => ({
  answer: async (exchange) => {
    const answer = await exchange.forward()
    pass(exchange.response, { ...answer, body: JSON.stringify(change(JSON.parse(answer.body), exchange)) })
  },
})

export function tell({ response }: Exchange, json: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json;charset=utf-8' }).end(JSON.stringify(json))
}

const nothing = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(nothing)
  return isRow(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, nothing(each)])) : null
}

/** Ways in which a vendor may change its rows without notice. `ids` names the fields that every row needs. */
export function drifts(names: readonly string[], ids: readonly string[]) {
  const each = (change: (row: Row, index: number) => Row) =>
    rewriting((json) => changeLists(json, names, (rows) => rows.map(change)))
  const renamed = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [ids.includes(name) ? `new_${name}` : name, value]))
  const wrapped = (row: Row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, ids.includes(name) ? { value } : value]))
  return {
    'a field renamed': each(renamed),
    'a type changed': each(wrapped),
    'null everywhere': each((row) =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, nothing(value)])),
    ),
    'one row broken': each((row, index) => (index === 0 ? wrapped(row) : row)),
  }
}
