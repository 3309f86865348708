import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { quirks } from '../vendors/qikeliao/index.ts'
import type { Simulators } from '../vendors/simulators.ts'

const OpenBody = z.object({ user: z.string(), friendId: z.string(), quirk: z.enum(quirks).default('none') })

/** What the simulated 企客聊 shows, and the addresses that its buttons open. */
export function registerQikeliao(app: FastifyInstance, simulators: () => Simulators): void {
  app.get('/sandbox/control/qikeliao', async () => simulators().qikeliao.state())
  app.post('/sandbox/control/qikeliao/open', async (request) => ({
    url: simulators().qikeliao.open(OpenBody.parse(request.body)),
  }))
}
