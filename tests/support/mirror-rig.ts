import { createMirror, type Mirror, type MirrorPass } from '../../src/bff/mirror/mirror.ts'
import { openStore } from '../../src/bff/store/index.ts'
import type { Store } from '../../src/bff/store/store.ts'

export interface Wait {
  ms: number
  /** Moves the clock by the length of the pause, and ends it. */
  pass(): void
}

export interface Instance {
  mirror: Mirror
  /** The next pause of this instance. */
  nextWait(): Promise<Wait>
}

export interface InstanceOptions {
  store?: Pick<Store, 'leases' | 'mirrors'>
  /** The mapper's version. */
  version?: number
}

const leaseMs = 30_000

/** A clock that tests move by hand, one store, and as many instances as a test needs. */
export async function createRig() {
  const store: Store = await openStore('file::memory:')
  // Setting `now` alone is what setting the system's time is; `pass` and a pause move the stopwatch as well.
  const time = { now: 1_700_000_000_000, steady: 0 }
  const pass = (ms: number): void => {
    time.now += ms
    time.steady += ms
  }
  /** The lease is as old as if this owner had last extended it so long ago: it goes by the database's own clock. */
  const ageLease = (owner: string, ms: number) => store.leases.extend('tasks', owner, leaseMs - ms)
  const logged: { message: string; fields: object }[] = []
  const record = (fields: object, message: string) => void logged.push({ fields, message })
  const mirrors: Mirror[] = []

  function instance(owner: string, run: MirrorPass, options: InstanceOptions = {}): Instance {
    const waits: Wait[] = []
    const readers: ((wait: Wait) => void)[] = []
    function wait(ms: number, signal: AbortSignal): Promise<void> {
      return new Promise((resolve) => {
        const pause: Wait = {
          ms,
          pass() {
            pass(ms)
            resolve()
          },
        }
        if (signal.aborted) resolve()
        signal.addEventListener('abort', () => resolve(), { once: true })
        const reader = readers.shift()
        if (reader) reader(pause)
        else waits.push(pause)
      })
    }
    const nextWait = () =>
      new Promise<Wait>((resolve) => {
        const pause = waits.shift()
        if (pause) resolve(pause)
        else readers.push(resolve)
      })
    const mirror = createMirror({
      name: 'tasks',
      version: options.version ?? 1,
      store: options.store ?? store,
      clock: Object.assign(() => time.now, { steady: () => time.steady }),
      log: { info: record, warn: record },
      owner,
      leaseMs,
      intervalMs: 60_000,
      run,
      wait,
    })
    mirrors.push(mirror)
    return { mirror, nextWait }
  }

  async function close() {
    await Promise.all(mirrors.map((mirror) => mirror.stop()))
    await store.close()
  }
  return { store, time, pass, ageLease, logged, instance, close }
}

export type Rig = Awaited<ReturnType<typeof createRig>>

/** A promise that the test settles. */
export function gate() {
  let open = () => {}
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { opened, open }
}
