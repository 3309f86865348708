import { chmodSync, mkdtempSync, rmSync, statfsSync } from 'node:fs'

const memory = '/dev/shm'
/** All that the tests keep at one time takes a tenth of it. */
const roomBytes = 4 * 1024 ** 3

function hasRoom(): boolean {
  try {
    const { bavail, bsize } = statfsSync(memory)
    return bavail * bsize >= roomBytes
  } catch {
    return false
  }
}

/**
 * Makes a folder in memory the one for temporary files, where there is room: a store syncs each commit to its disk, and waiting
 * for that took a third of the tests' time. Whatever tests leave there is gone at the end.
 */
export function setup(): (() => void) | undefined {
  if (!hasRoom()) return undefined
  const folder = mkdtempSync(`${memory}/sidedesk-tests-`)
  // Some tests have processes of another user, who must be able to pass through it.
  chmodSync(folder, 0o711)
  process.env['TMPDIR'] = folder
  return () => rmSync(folder, { recursive: true, force: true })
}
