import type { Http } from '../../src/bff/upstream/http.ts'
import { createClient as createTanmaClient } from '../../src/bff/sources/tanma/client.ts'
import { createTanma } from '../../src/bff/sources/tanma/index.ts'
import { createClient as createWaiqinClient } from '../../src/bff/sources/waiqin/client.ts'
import { createWaiqin } from '../../src/bff/sources/waiqin/index.ts'
import { createClient as createYoumiClient } from '../../src/bff/sources/youmi/client.ts'
import { createYoumi } from '../../src/bff/sources/youmi/index.ts'
import { ordersQuestions } from './source-orders.ts'
import { startTanma, tanmaCredentials } from '../../src/sandbox/vendors/tanma/index.ts'
import { startWaiqin, waiqinCredentials } from '../../src/sandbox/vendors/waiqin/index.ts'
import { createWorld } from '../../src/sandbox/world/create-world.ts'
import { startYoumi, youmiClient } from '../../src/sandbox/vendors/youmi/index.ts'
import { yunzhongMoments, yunzhongNotices, yunzhongPushes } from './source-yunzhong.ts'
import { answering, startBench } from './source-bench.ts'
import { testSource, type SourceBench } from './source.ts'

const slowMs = 3_000
const seedChat = 'wr2ohRCAAAmcbrAflgvXBh6iCHGhB-TA'
const seedCustomer = '7269195022934925565'

async function youmi(): Promise<SourceBench> {
  const bench = await startBench('youmi')
  const { clock } = bench
  const vendor = await startYoumi({ world: createWorld({ now: clock() }), clock, slowMs })
  const tokenUrl = `${vendor.url}/connect/token`
  const config = { apiUrl: vendor.url, tokenUrl, ...youmiClient, tenantId: null, isStaffIdUserid: false }
  const secrets: (string | RegExp)[] = [youmiClient.clientSecret, /Bearer/i]
  const http: Http = (call, signal) => {
    const token = call.request().headers?.['authorization']?.split(' ')[1]
    if (token && !secrets.includes(token)) secrets.push(token)
    return bench.deps.http(call, signal)
  }
  const deps = { ...bench.deps, http, config, waitMs: 2_000 }
  const client = createYoumiClient(deps)
  return {
    ...bench,
    vendor,
    source: createYoumi(deps),
    pull: (signal) => client.todosOf('b08', signal),
    pullFrom: (answer) =>
      createYoumiClient({ ...deps, http: answering(answer) }).todosOf('b08', AbortSignal.timeout(5_000)),
    question: { subjects: null, staffId: 'b08' },
    total: vendor.todosOf('b08').length,
    operation: 'GetChargeDaffairesList',
    badRows: () => vendor.setQuirks({ badRow: true }),
    addRow: () => vendor.addTodo({ weixin: 'wxid_new', title: '新的待办', recipients: ['b08'] }),
    expireTokens: vendor.expireTokens,
    secrets,
    async close() {
      await bench.close()
      await vendor.close()
    },
  }
}

async function waiqin(): Promise<SourceBench> {
  const bench = await startBench('waiqin')
  const { clock } = bench
  const vendor = await startWaiqin({ world: createWorld({ now: clock() }), clock, slowMs, fieldTasks: 300 })
  const rules = { isSourceCodeUserid: true, visibility: 'own' } as const
  const config = { apiUrl: vendor.url, ...waiqinCredentials, since: '2026-08-01', ...rules }
  const deps = { ...bench.deps, config }
  const client = createWaiqinClient(deps)
  const source = createWaiqin(deps)
  bench.addMirrors(source.mirrors)
  const day = { by: 'create', from: '2026-11-01', to: '2026-11-20' } as const
  const page = await client.tasks({ ...day, from: '2026-08-01' }, 1, AbortSignal.timeout(5_000))
  const { rows } = await page.read()
  const isMine = (task: (typeof rows)[number]) => task.customer_id === seedCustomer && task.status !== false
  const read = async (from: typeof client, signal: AbortSignal) => (await from.tasks(day, 1, signal)).read()
  return {
    ...bench,
    vendor,
    source,
    pull: (signal) => read(client, signal),
    pullFrom: (answer) => read(createWaiqinClient({ ...deps, http: answering(answer) }), AbortSignal.timeout(5_000)),
    question: { subjects: [seedCustomer], confirmed: [seedCustomer], staffId: null },
    total: rows.filter(isMine).length,
    operation: 'queryTask',
    badRows: () => vendor.setQuirks({ badRow: true }),
    addRow: () => vendor.addFieldTask({ customerId: seedCustomer, content: '新的任务', receiver: 'mengxiangyu' }),
    secrets: [waiqinCredentials.appKey, waiqinCredentials.openid, /\b[\da-f]{32}\b/, /cusTask\/v1/],
    async close() {
      await bench.close()
      await vendor.close()
    },
  }
}

async function tanma(): Promise<SourceBench> {
  const bench = await startBench('tanma')
  const { clock } = bench
  const vendor = await startTanma({ world: createWorld({ now: clock() }), clock, slowMs })
  const config = { apiUrl: vendor.url, ...tanmaCredentials, sendStatus: new Map() }
  const deps = { ...bench.deps, config }
  const client = createTanmaClient(deps)
  const source = createTanma(deps)
  bench.addMirrors(source.mirrors)
  const otherChat = 'wr2ohRCAAAZ0rGsVQTGAVyHhOM6yGiuQ'
  const tasks = [seedChat, otherChat].flatMap((chatId) => vendor.group(chatId)?.tasks ?? [])
  return {
    ...bench,
    vendor,
    source,
    pull: (signal) => client.groups({ pageNo: 1 }, signal),
    pullFrom: (answer) =>
      createTanmaClient({ ...deps, http: answering(answer) }).groups({ pageNo: 1 }, AbortSignal.timeout(5_000)),
    question: { subjects: [seedChat, otherChat], staffId: null },
    total: tasks.length,
    operation: 'getGroupList',
    badRows: () => vendor.setQuirks({ badRow: true }),
    addRow: () => vendor.addSopTask(seedChat, { title: '新的SOP' }),
    secrets: [tanmaCredentials.appKey, tanmaCredentials.appId, /\b[\da-f]{64}\b/],
    async close() {
      await bench.close()
      await vendor.close()
    },
  }
}

testSource({
  name: 'youmi',
  start: youmi,
  hasToken: true,
  unreadable: { answer: { succeed: true, errmsg: 20_000, values: [{ weixin: 'w' }] }, field: /id/ },
})

testSource({
  name: 'waiqin',
  start: waiqin,
  hasToken: false,
  unreadable: { answer: { return_code: '0', response_data: '[{"task_status":"0"},{}]' }, field: /task_id/ },
})

testSource({
  name: 'tanma',
  start: tanma,
  hasToken: false,
  unreadable: { answer: { code: 0, data: { totalPage: 1, result: [{ salesId: '1' }, {}] } }, field: /chatId/ },
})

testSource({
  name: 'yunzhong',
  of: 'pushes',
  start: yunzhongPushes,
  hasToken: false,
  unreadable: { answer: { result: 1, msg: '', data: { current: [{ task_name: 'x' }] } }, field: /id/ },
})

testSource({
  name: 'yunzhong',
  of: 'notices',
  start: yunzhongNotices,
  hasToken: false,
  unreadable: { answer: { result: 1, msg: '', data: { current_page: 1, last_page: 1, data: 5 } }, field: /data/ },
})

testSource({
  name: 'yunzhong',
  of: 'moments',
  start: yunzhongMoments,
  hasToken: true,
  unreadable: { answer: { result: 1, msg: '', data: { current_page: 1, data: [{ name: 'x' }] } }, field: /id/ },
})

testSource({
  name: 'orders',
  start: ordersQuestions,
  hasToken: false,
  unreadable: { answer: { match: 'one', customer: { customerId: 'c1' }, orders: 7 }, field: /^orders/ },
})
