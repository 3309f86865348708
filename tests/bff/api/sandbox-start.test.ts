import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { startSandbox } from '../../../src/sandbox/front/start-sandbox.ts'

let root: string

/** A project of which only what runs is there: the built BFF, a page, and the example of a panel. */
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sandbox-'))
  await mkdir(join(root, 'dist'))
  await symlink(join(process.cwd(), 'dist/bff'), join(root, 'dist/bff'))
  await symlink(join(process.cwd(), 'tests/fixtures/app'), join(root, 'dist/app'))
  await symlink(join(process.cwd(), 'docs'), join(root, 'docs'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

test('the sandbox starts again where it ran before', async () => {
  for (const start of ['first', 'second']) {
    const sandbox = await startSandbox({ root, port: 0 })
    try {
      const { status } = await fetch(`${sandbox.origin}/readyz`)
      expect({ start, status }).toEqual({ start, status: 200 })
    } finally {
      await sandbox.close()
    }
  }
})
