const text = JSON.stringify(
  Array.from({ length: 3000 }, (_, index) => ({
    id: index,
    title: `回访${index}`,
    text: '字'.repeat(60),
    at: '2026-03-10',
  })),
)
/** What the work below takes on a quiet machine with two cores of 2.5 GHz. */
const usualMs = 3
const rounds = 9

/** CPU time of this process in ms: what a neighbour on the same machine takes is not our own doing. */
export function cpuMs(): number {
  const { user, system } = process.cpuUsage()
  return (user + system) / 1000
}

function workMs(): number {
  const began = cpuMs()
  const rows = JSON.parse(text) as { id: number; title: string; at: string }[]
  const byKey = new Map(rows.map((row) => [`${row.id}${row.title}`, { ...row }]))
  ;[...byKey.values()].sort((one, other) => (one.at < other.at ? -1 : 1))
  return cpuMs() - began
}

/**
 * How many times as long as usual this machine takes just now, and 1 at least: neighbours take the processor's caches, and CPU
 * time grows with that. A bar in ms is held against as many times as much.
 */
export function slowness(): number {
  const taken = Array.from({ length: rounds }, workMs).sort((one, other) => one - other)
  return Math.max(1, (taken[(rounds - 1) / 2] ?? usualMs) / usualMs)
}
