import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { createServer, type AddressInfo } from 'node:net'
import { afterEach, expect, test } from 'vitest'
import { readPort, tryPort } from '../../src/sandbox/front/port.ts'
import { welcome } from '../../src/sandbox/front/welcome.ts'
import manifest from '../../package.json' with { type: 'json' }

const taken = createServer()
afterEach(() => taken.close())

async function takenPort(): Promise<number> {
  taken.listen(0, '127.0.0.1')
  await once(taken, 'listening')
  return (taken.address() as AddressInfo).port
}

test('npm start looks at its port before it builds anything', () => {
  expect(manifest.scripts.start.split(' && ')).toEqual([
    'tsx src/sandbox/try-port.ts',
    'npm run build',
    'node dist/sandbox/main.js',
  ])
})

const sentence = 'PORT 要是 1–65535 的数字，例如 PORT=8081 npm start'

test.each(['abc', '99999', '0', '', '80.5', '-1', ' 8081'])('a PORT of "%s" is refused in a sentence', (text) => {
  expect(() => readPort(text)).toThrow(sentence)
})

test('the command says the sentence and nothing else, and exits with 1', () => {
  const { status, stderr, stdout } = spawnSync(process.execPath, ['--import', 'tsx', 'src/sandbox/try-port.ts'], {
    env: { ...process.env, PORT: 'abc' },
    encoding: 'utf8',
  })
  expect({ status, stderr, stdout }).toEqual({ status: 1, stderr: `${sentence}\n`, stdout: '' })
})

test('a port that is taken ends it with a sentence', async () => {
  const port = await takenPort()
  await expect(tryPort(port)).rejects.toThrow(`端口 ${port} 被占用，换一个：PORT=8081 npm start`)
})

test('a free port is left free, and 8080 is the usual one', async () => {
  const port = await takenPort()
  await new Promise((resolve) => taken.close(resolve))
  await tryPort(port)
  await tryPort(port)
  expect(readPort(undefined)).toBe(8080)
})

test('the last line that npm start says is the address, behind a word on the drawer and the demo accounts', () => {
  const lines = welcome('http://localhost:8080/sandbox/').trim().split('\n')
  expect(lines.at(-1)).toMatch(/：http:\/\/localhost:8080\/sandbox\/$/)
  expect(lines.slice(0, -1).join()).toMatch(/模拟器.*演示账号/)
})
