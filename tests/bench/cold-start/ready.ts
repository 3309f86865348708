import { firstLine, pause, startProcess } from '../process.ts'
import { startInstance } from '../start-built.ts'

const pollMs = 5
/** No vendor answers here: being ready does not depend on vendors. */
const nowhere = 'http://127.0.0.1:9'

const environment = {
  WECOM_CORP_ID: 'ww1',
  WECOM_AGENT_ID: '1000002',
  WECOM_SECRET: 'a-secret-of-the-bench',
  WECOM_API_URL: nowhere,
  WAIQIN_API_URL: nowhere,
  WAIQIN_OPENID: '8412600713655280641',
  WAIQIN_APP_KEY: 'a-key-of-the-bench',
  LOG_LEVEL: 'silent',
}

/** From the start of the process until `/readyz` succeeds. */
export async function readyMs(databaseUrl: string): Promise<number> {
  const began = performance.now()
  const instance = await startInstance({ ...environment, DATABASE_URL: databaseUrl })
  const isReady = async () => (await fetch(`${instance.url}/readyz`).catch(() => null))?.ok ?? false
  while (!(await isReady())) await pause(pollMs)
  const ms = performance.now() - began
  await instance.stop()
  return ms
}

/** The lower limit: a process that loads nothing and answers. */
export async function bareMs(): Promise<number> {
  const began = performance.now()
  const listen = `require('http').createServer((_, r) => r.end()).listen(0, '127.0.0.1', function () { console.log(this.address().port) })`
  const child = startProcess(['-e', listen])
  await (await fetch(`http://127.0.0.1:${await firstLine(child)}`)).text()
  const ms = performance.now() - began
  child.kill('SIGKILL')
  return ms
}
