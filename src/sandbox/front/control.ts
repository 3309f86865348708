import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { controlState } from './control-state.ts'
import { registerQikeliao } from './control-qikeliao.ts'
import { registerStaffTable } from './staff-table.ts'
import type { CookieLedger } from './cookie-ledger.ts'
import { behaviours } from '../panels/behaviours.ts'
import { panelIds, type Panels } from '../panels/panels.ts'
import type { Simulators } from '../vendors/simulators.ts'
import { faults, vendorNames, type Vendor } from '../vendors/vendor.ts'
import { avatarOf } from '../vendors/wecom/avatar.ts'
import { bridgeModes, clientCookieLine, readClient } from '../vendors/wecom/client.ts'
import { clientVersions } from '../vendors/wecom/user-agent.ts'
import { converse } from '../world/conversations.ts'

const ClientBody = z.object({
  user: z.string(),
  version: z.enum(clientVersions),
  isDark: z.boolean(),
  bridge: z.enum(bridgeModes),
  isOffline: z.boolean().optional(),
})
const ConverseBody = z.object({ targetId: z.string() })
const FaultBody = z.object({ vendor: z.enum(vendorNames), fault: z.enum(faults), slowMs: z.number().min(0).optional() })
const PanelBody = z.object({ panel: z.enum(panelIds).default('member'), behaviour: z.enum(behaviours) })
const ActBody = z.object({ vendor: z.enum(vendorNames), name: z.string(), args: z.array(z.unknown()).default([]) })
const AgentConfigBody = z.object({
  params: z.object({
    corpid: z.string(),
    agentid: z.string(),
    timestamp: z.string(),
    nonceStr: z.string(),
    signature: z.string(),
  }),
  url: z.url(),
})

export interface ControlDeps {
  simulators: () => Simulators
  panels: () => Panels
  cookies: CookieLedger
}

/** The vendor's method of this name, by which its data is changed; `close` is excluded. */
function verbOf(vendor: Vendor, name: string): ((...args: unknown[]) => unknown) | null {
  const verb: unknown = Object.hasOwn(vendor, name) && name !== 'close' ? Reflect.get(vendor, name) : null
  return typeof verb === 'function' ? (...args) => Reflect.apply(verb, vendor, args) : null
}

/** The control panel's API, for the workbench and for browser tests. A wrong body gets a 400 with zod's message. */
export function registerControl(app: FastifyInstance, { simulators, panels, cookies }: ControlDeps): void {
  const state = (cookie: string | undefined) =>
    controlState(simulators().world, simulators().vendors, readClient(cookie))

  app.setErrorHandler((error, _request, reply) => {
    const isWrongInput = error instanceof z.ZodError
    reply.code(isWrongInput ? 400 : 500).send({ message: error instanceof Error ? error.message : 'failed' })
  })

  registerStaffTable(app, () => simulators().world)

  app.get('/sandbox/control/state', async (request) => state(request.headers.cookie))

  app.post('/sandbox/control/client', async (request, reply) => {
    const client = ClientBody.parse(request.body)
    const former = readClient(request.headers.cookie)
    // The real client clears its WebView's cookies when another account signs in.
    const cleared = former?.user === client.user ? [] : cookies.clearing()
    const line = clientCookieLine(client)
    reply.header('set-cookie', [...cleared, line])
    return state(line.slice(0, line.indexOf(';')))
  })

  app.post('/sandbox/control/converse', async (request) => {
    const { targetId } = ConverseBody.parse(request.body)
    const { cookie } = request.headers
    const user = readClient(cookie)?.user
    if (user) converse(simulators().world, user, targetId)
    return state(cookie)
  })

  app.post('/sandbox/control/fault', async (request) => {
    const { vendor, fault, slowMs } = FaultBody.parse(request.body)
    const target = simulators().vendors[vendor]
    target.fault = fault
    if (slowMs !== undefined) target.slowMs = slowMs
    return state(request.headers.cookie)
  })

  app.post('/sandbox/control/panel', async (request, reply) => {
    const { panel, behaviour } = PanelBody.parse(request.body)
    const server = panels().servers[panel]
    if (!server) return reply.code(404).send({ message: `${panel} is not shown` })
    server.behaviour = behaviour
    return { origin: server.origin }
  })

  app.post('/sandbox/control/reset', async (request) => {
    await simulators().reset()
    panels().reset()
    for (const name of vendorNames) simulators().vendors[name].fault = 'none'
    return state(request.headers.cookie)
  })

  app.post('/sandbox/control/expire-tokens', async (request) => {
    for (const name of vendorNames) await verbOf(simulators().vendors[name], 'expireTokens')?.()
    return state(request.headers.cookie)
  })

  app.post('/sandbox/control/act', async (request, reply) => {
    const { vendor, name, args } = ActBody.parse(request.body)
    const verb = verbOf(simulators().vendors[vendor], name)
    if (!verb) return reply.code(404).send({ message: `${vendor} has no ${name}` })
    return { result: (await verb(...args)) ?? null }
  })

  app.post('/sandbox/control/agent-config', async (request) => {
    const { params, url } = AgentConfigBody.parse(request.body)
    return simulators().vendors.wecom.judgeAgentConfig(params, url)
  })

  app.get('/sandbox/control/seen', async () =>
    Object.fromEntries(vendorNames.map((name) => [name, simulators().vendors[name].seen])),
  )

  registerQikeliao(app, simulators)

  app.get<{ Params: { id: string } }>('/sandbox/avatar/:id', async (request, reply) =>
    reply
      .type('image/svg+xml')
      .header('cache-control', 'max-age=600')
      .send(avatarOf(simulators().world, request.params.id.replace(/\.svg$/, ''))),
  )
}
