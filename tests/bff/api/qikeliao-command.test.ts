import { spawnSync } from 'node:child_process'
import { describe, expect, it } from 'vitest'
import { addressOf, qikeliao } from '../../support/qikeliao-address.ts'

const timeout = 60_000

/** Runs the command as an operator does, with these variables and no others. */
function doctor(
  args: string[],
  { input = '', variables = {} }: { input?: string; variables?: Record<string, string> },
) {
  const env = { PATH: process.env['PATH'] ?? '', NODE_ENV: 'production', ...variables }
  const { status, stdout, stderr } = spawnSync(process.execPath, ['dist/bff/doctor.js', ...args], { input, env })
  return { status, said: `${stdout.toString()}${stderr.toString()}` }
}

const address = () => addressOf({ at: Date.now(), account: 'li.si', friendId: 'wxid_test01' })

describe('npm run doctor -- qkl', () => {
  it('reads an address from standard input, or takes it as a word, with no other variable', { timeout }, () => {
    for (const { status, said } of [
      doctor(['qkl'], { input: address(), variables: qikeliao }),
      doctor(['qkl', address()], { variables: qikeliao }),
    ]) {
      expect(said).toContain('一切正常')
      expect(said).not.toContain('PKID=')
      expect(status).toBe(0)
    }
  })

  it('ends with 1 where something is wrong, or the variables are', { timeout }, () => {
    expect(doctor(['qkl'], { input: 'x', variables: qikeliao }).status).toBe(1)
    const bare = doctor(['qkl'], { input: address() })
    expect(bare.said).toMatch(/^QKL_PRIVATE_KEY: 缺少.*\nQKL_MERCHANT_ID: 缺少/)
    expect(bare.status).toBe(1)
    expect(doctor(['sth'], { variables: qikeliao })).toMatchObject({
      status: 1,
      said: expect.stringMatching(/^usage:/),
    })
  })
})
