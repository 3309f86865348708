import { readFileSync } from 'node:fs'

const ticksPerSecond = 100

/** What the kernel says about a process: seconds of CPU so far, and the most memory it has used. */
export function vitalsOf(pid: number | undefined): { cpuSeconds: number; peakMegabytes: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  const peak = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))
  return {
    cpuSeconds: (Number(fields[11]) + Number(fields[12])) / ticksPerSecond,
    peakMegabytes: Number(peak?.[1] ?? 0) / 1024,
  }
}
