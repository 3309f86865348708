/** Inputs are the same in every run unless `FUZZ_SEED` is set; `FUZZ_RUNS` multiplies their number. */
export const seed = Number(process.env['FUZZ_SEED'] ?? 20_261_120)
const factor = Number(process.env['FUZZ_RUNS'] ?? 1)

/** Limits for fast-check: a slow machine tries fewer inputs instead of taking longer. */
export const budget = (numRuns: number, seconds: number) => ({
  seed,
  numRuns: Math.ceil(numRuns * factor),
  interruptAfterTimeLimit: seconds * 1000 * factor,
})
