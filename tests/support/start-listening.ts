import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

export interface ListeningServer {
  url: string
  stop(): Promise<void>
}

/** Starts a server that prints `listening on URL`, such as `node server.mjs`. @throws Error with what it printed instead */
export async function startListening(
  [command = '', ...args]: readonly string[],
  more: Record<string, string> = {},
): Promise<ListeningServer> {
  const env = { ...process.env, PORT: '0', ...more }
  const child = spawn(command, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const ended = once(child, 'exit')
  const said: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => said.push(text))
  for await (const line of createInterface({ input: child.stdout })) {
    const [, url] = /^listening on (\S+)$/.exec(line) ?? []
    if (url === undefined) continue
    const stop = async () => {
      child.kill()
      await ended
    }
    return { url, stop }
  }
  throw new Error(`${command} ${args.join(' ')} did not start: ${said.join('')}`)
}
