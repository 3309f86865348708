/** The same inputs every time, until `FUZZ_SEED` says otherwise; `FUZZ_RUNS` multiplies how many there are. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_120)
const factor = Number(process.env['FUZZ_RUNS'] ?? 1)

/** What fast-check is told: a slow machine stops earlier rather than late. */
export const budget = (numRuns: number, seconds: number) => ({
  seed,
  numRuns: Math.ceil(numRuns * factor),
  interruptAfterTimeLimit: seconds * 1000 * factor,
})
