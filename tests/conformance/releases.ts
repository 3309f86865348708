import { pino } from 'pino'
import { z } from 'zod'
import { FieldTask } from '#contract/field-task'
import { GroupSop } from '#contract/group-sop'
import { Moment } from '#contract/moment'
import type { Clock } from '../../src/bff/clock.ts'
import type { Upstream } from '../../src/bff/errors.ts'
import { readKept } from '../../src/bff/mirror/mapper.ts'
import type { MirrorPlan } from '../../src/bff/mirror/plan.ts'
import { createSeal } from '../../src/bff/secrets/seal.ts'
import { createTanma } from '../../src/bff/sources/tanma/index.ts'
import { GroupBody, groupMapper, toGroupRow } from '../../src/bff/sources/tanma/map.ts'
import { createWaiqin } from '../../src/bff/sources/waiqin/index.ts'
import { CustomerBody, toCustomerRow } from '../../src/bff/sources/waiqin/map-customer.ts'
import { TaskBody, toTaskRow, toTypeRow, TypeBody } from '../../src/bff/sources/waiqin/map.ts'
import { waiqinMappers, type WaiqinMappers } from '../../src/bff/sources/waiqin/mirrors.ts'
import { createClient } from '../../src/bff/sources/yunzhong/client.ts'
import { createMoments } from '../../src/bff/sources/yunzhong/moments/index.ts'
import { MomentBody, momentMapper, toJobRow } from '../../src/bff/sources/yunzhong/moments/map-moment.ts'
import { createServiceSession } from '../../src/bff/sources/yunzhong/session/service-session.ts'
import { createSessions } from '../../src/bff/sources/yunzhong/session/sessions.ts'
import type { Store } from '../../src/bff/store/store.ts'
import { createHttp } from '../../src/bff/upstream/http.ts'
import { startTanma, tanmaCredentials } from '../../src/sandbox/vendors/tanma/index.ts'
import type { SeenRequest, Vendor } from '../../src/sandbox/vendors/vendor.ts'
import { startWaiqin, waiqinCredentials } from '../../src/sandbox/vendors/waiqin/index.ts'
import { startYunzhong, yunzhongTenant } from '../../src/sandbox/vendors/yunzhong/index.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { policies } from '../support/policies.ts'

/** The BFF as it is, and its next release: the same with one more field in a mirrored row. */
export type Release = 'present' | 'next'

export interface Answer {
  /**
   * The added field's value in each row; undefined in the present release. All rows fulfil their release's contract.
   */
  added: unknown[]
  problem: Error | null
}

export interface Released {
  mirrors: readonly MirrorPlan[]
  read(): Promise<Answer>
}

/** One kind of mirrored rows, with the vendor's simulator. */
export interface Mirrored {
  vendor: Vendor
  /** The mirror whose rows get the added field. */
  mirror: string
  /** Its answers say whether the mirror is complete. */
  tellsState: boolean
  open(store: Store, release: Release): Released
  /** A pass reads only what is new. */
  isIncremental: boolean
  /** Whether the request belongs to a pass that reads everything. */
  isWhole(request: SeenRequest): boolean
  close(): Promise<void>
}

/** The added field's value from the vendor, and its default for rows kept without it. */
export const fromVendor = 'from the vendor'
export const byDefault = 'by default'

const promised = { added: z.string() }
const kept = { added: z.string().default(byDefault) }

const staff = 'mengxiangyu'
const soon = () => AbortSignal.timeout(10_000)
const everything = { status: 'all', mine: false, refresh: false } as const
const log = pino({ level: 'silent' })
const addedOf = (value: unknown): unknown => z.object({ added: z.unknown().optional() }).parse(value).added

/** What any source needs beside its vendor. */
function depsOf(source: Upstream, clock: Clock) {
  const http = createHttp({ source, clock, policy: { ...policies[source], retries: 0, perSecond: 0 } })
  return { http, clock, log, owner: 'release', seal: createSeal(['0'.repeat(32)]), wake: async () => undefined }
}

const nextWaiqin: WaiqinMappers = {
  tasks: {
    version: 2,
    toRow(wire) {
      const row = toTaskRow(wire)
      return { ...row, body: { ...row.body, added: fromVendor } }
    },
    body: TaskBody.extend(kept),
  },
  types: {
    version: 2,
    toRow(wire) {
      const { typeId, body } = toTypeRow(wire)
      return { typeId, body: { ...body, added: fromVendor } }
    },
    body: TypeBody.extend(kept),
  },
  customers: {
    version: 2,
    toRow(wire) {
      const { body, ...row } = toCustomerRow(wire)
      return { ...row, body: { ...CustomerBody.parse(body), added: fromVendor } }
    },
    body: CustomerBody.extend(kept),
  },
}

const nextGroups: typeof groupMapper = {
  version: groupMapper.version + 1,
  toRow(...from) {
    const row = toGroupRow(...from)
    return { ...row, body: { ...row.body, added: fromVendor } }
  },
  body: GroupBody.extend(kept),
}

const nextMoments: typeof momentMapper = {
  version: 2,
  toRow(...from) {
    const { body, ...row } = toJobRow(...from)
    return { ...row, body: { ...MomentBody.parse(body), added: fromVendor } }
  },
  body: MomentBody.extend(kept),
}

const nextTask = FieldTask.extend(promised)
const nextType = FieldTask.extend({ type: FieldTask.shape.type.unwrap().extend(promised).nullable() })

/** Starts 勤策. In the next release one of its mirrors has one more field. */
async function startField(kind: keyof WaiqinMappers, clock: Clock) {
  const world = createWorld({ now: clock() })
  const vendor = await startWaiqin({ world, clock, fieldTasks: 300 })
  const { http, ...deps } = depsOf('waiqin', clock)
  const rules = { isSourceCodeUserid: true, visibility: 'own' } as const
  const config = { apiUrl: vendor.url, ...waiqinCredentials, since: '2026-08-01', ...rules }
  const mappersOf = (release: Release) =>
    release === 'next' ? { ...waiqinMappers, [kind]: nextWaiqin[kind] } : waiqinMappers

  function open(store: Store, release: Release) {
    const source = createWaiqin({ ...deps, http, config, store, mappers: mappersOf(release) })
    const subjects = ['7269195022934925565']
    const question = { ...everything, subjects, confirmed: subjects, staffId: null }
    async function items(schema: z.ZodType<FieldTask>) {
      const { items: rows, problem } = await source.read(question, soon())
      return { items: z.array(schema).parse(await source.itemsOf(rows, question)), problem }
    }
    return { source, items, mirrors: source.mirrors }
  }
  const close = async () => {
    await http.close()
    await vendor.close()
  }
  const staffId = world.staff.find(({ userid }) => userid === staff)?.waiqinId ?? ''
  return { field: { vendor, mirror: `waiqin-${kind}`, close }, open, staffId }
}

async function tasks(clock: Clock): Promise<Mirrored> {
  const { open, field } = await startField('tasks', clock)
  return {
    ...field,
    tellsState: true,
    isIncremental: true,
    open(store, release) {
      const { items, mirrors } = open(store, release)
      return {
        mirrors,
        async read() {
          const { items: found, problem } = await items(release === 'next' ? nextTask : FieldTask)
          return { added: found.map(addedOf), problem }
        },
      }
    },
    isWhole: ({ body }) =>
      z.object({ create_date_from: z.string() }).safeParse(body).data?.create_date_from === '2026-08-01',
  }
}

async function types(clock: Clock): Promise<Mirrored> {
  const { open, field } = await startField('types', clock)
  return {
    ...field,
    tellsState: false,
    isIncremental: false,
    open(store, release) {
      const { items, mirrors } = open(store, release)
      return {
        mirrors,
        async read() {
          const { items: found, problem } = await items(release === 'next' ? nextType : FieldTask)
          return { added: found.flatMap(({ type }) => (type ? [addedOf(type)] : [])), problem }
        },
      }
    },
    isWhole: ({ operation }) => operation === 'queryTaskType',
  }
}

async function customers(clock: Clock): Promise<Mirrored> {
  const { open, field, staffId } = await startField('customers', clock)
  return {
    ...field,
    tellsState: false,
    isIncremental: false,
    open(store, release) {
      const { source, mirrors } = open(store, release)
      const { body: schema } = release === 'next' ? nextWaiqin.customers : waiqinMappers.customers
      return {
        mirrors,
        async read() {
          const question = { staffId, phones: [], linkByPhone: false, text: null }
          const offered = await source.candidates(question, soon())
          const rows = await store.fieldCustomers.byIds(offered.map(({ sourceId }) => sourceId))
          return { added: rows.map(({ body }) => addedOf(readKept(schema, body))), problem: null }
        },
      }
    },
    isWhole: ({ operation }) => operation === 'queryCustomer',
  }
}

async function groups(clock: Clock): Promise<Mirrored> {
  const vendor = await startTanma({ world: createWorld({ now: clock() }), clock })
  const { http, ...deps } = depsOf('tanma', clock)
  const config = { apiUrl: vendor.url, ...tanmaCredentials, sendStatus: new Map() }
  const subjects = ['wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA', 'wr2ohRCAAAZ0rGsVQTGAVyHhOM6yGiuQ']
  return {
    vendor,
    mirror: 'tanma-groups',
    tellsState: true,
    isIncremental: false,
    open(store, release) {
      const mapper = release === 'next' ? nextGroups : groupMapper
      const source = createTanma({ ...deps, http, config, store, mapper })
      return {
        mirrors: source.mirrors,
        async read() {
          const { items, problem } = await source.read({ ...everything, subjects, staffId: null }, soon())
          const found = z.array(release === 'next' ? GroupSop.extend(promised) : GroupSop).parse(items)
          return { added: found.map(addedOf), problem }
        },
      }
    },
    isWhole: ({ operation }) => operation === 'getGroupList',
    async close() {
      await http.close()
      await vendor.close()
    },
  }
}

async function moments(clock: Clock): Promise<Mirrored> {
  const vendor = await startYunzhong({ world: createWorld({ now: clock() }), clock })
  const { http, seal, ...deps } = depsOf('yunzhong', clock)
  const { uniacid, businessId, ...service } = yunzhongTenant
  const client = createClient({ ...deps, http, config: { apiUrl: vendor.url, uniacid, businessId, service } })
  return {
    vendor,
    mirror: 'yunzhong-moments',
    tellsState: true,
    isIncremental: true,
    open(store, release) {
      const sessions = createSessions({ connections: store.connections, seal, name: 'yunzhong:service' })
      const { loginTries } = store
      const account = createServiceSession({ credentials: service, client, sessions, loginTries, clock })
      const mapper = release === 'next' ? nextMoments : momentMapper
      const source = createMoments({ ...deps, client, service: account, store, mapper })
      return {
        mirrors: source.mirrors,
        async read() {
          const { items, problem } = await source.read({ ...everything, subjects: null, staffId: staff }, soon())
          const found = z.array(release === 'next' ? Moment.extend(promised) : Moment).parse(items)
          return { added: found.map(addedOf), problem }
        },
      }
    },
    isWhole: ({ operation }) => operation === 'getFriendsJobDetailsList',
    async close() {
      await http.close()
      await vendor.close()
    },
  }
}

/** Every kind of row that a mirror keeps as a body. */
export const mirrored = { tasks, types, customers, groups, moments }
