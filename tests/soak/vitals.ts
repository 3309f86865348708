export interface Vitals {
  /** Epoch ms. */
  at: number
  /** Requests answered so far. */
  requests: number
  rssBytes: number
  /** Heap and external buffers, after a full collection. */
  heapBytes: number
  handles: number
  openFiles: number
  loopP99Ms: number
  /** CPU time of the BFF since its start: shows whether the BFF is busy or only the machine. */
  cpuSeconds: number
}

const figureOf = (text: string, name: string): number => {
  const found = new RegExp(`^${name}(?:\\{[^}]*\\})? (\\S+)$`, 'm').exec(text)
  if (!found) throw new Error(`no ${name} in /metrics`)
  return Number(found[1])
}

export interface VitalsDeps {
  origin: string
  heapAfterCollection(): Promise<number>
  requests(): number
}

/** Reads the figures of the BFF's process. Each reading resets those of its event loop. */
export function createVitals({ origin, heapAfterCollection, requests }: VitalsDeps) {
  // Our own connection would count as one of its handles.
  const read = async () => (await fetch(`${origin}/metrics`, { headers: { connection: 'close' } })).text()
  return async (): Promise<Vitals> => {
    const loopP99Ms = figureOf(await read(), 'nodejs_eventloop_lag_p99_seconds') * 1000
    const heapBytes = await heapAfterCollection()
    const text = await read()
    return {
      at: Date.now(),
      requests: requests(),
      rssBytes: figureOf(text, 'process_resident_memory_bytes'),
      heapBytes,
      handles: figureOf(text, 'nodejs_active_handles_total'),
      openFiles: figureOf(text, 'process_open_fds'),
      loopP99Ms,
      cpuSeconds: figureOf(text, 'process_cpu_seconds_total'),
    }
  }
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0)

/** Least squares: by how much y grows when x grows by one. */
export function slopeOf(points: readonly (readonly [x: number, y: number])[]): number {
  const meanX = sum(points.map(([x]) => x)) / points.length
  const meanY = sum(points.map(([, y]) => y)) / points.length
  const spread = sum(points.map(([x]) => (x - meanX) ** 2))
  return spread === 0 ? 0 : sum(points.map(([x, y]) => (x - meanX) * (y - meanY))) / spread
}
