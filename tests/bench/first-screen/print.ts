import type { firstScreenBar, FirstScreenFigures, Spread } from '../first-screen.ts'

const round = (value: number, digits = 0) => Number(value.toFixed(digits))
const range = ({ least, most }: Spread, digits = 0) => `${round(least, digits)} – ${round(most, digits)}`

/** Prints the figures as tables, each beside its limit. */
export function printFirstScreen(figures: FirstScreenFigures, bar: typeof firstScreenBar): void {
  console.log(`\nFirst ${figures.rows} rows in Chromium, 100 ms round trip, a quarter of the CPU; medians of rounds.`)
  console.log('The limit: a page written by hand that shows the same rows behind one call.')
  console.log("The floor: a page of Vue, Pinia and the SDK's calls that shows the same rows behind one call.")
  console.table(
    (['anew', 'warm', 'cold'] as const).map((cache) => {
      const { appMs, limitMs, floorMs, ratio, floorRatio, roundTrips, shift, longestTaskMs } = figures[cache]
      return {
        cache,
        'rows ms': round(appMs.median),
        'limit ms': round(limitMs.median),
        'floor ms': round(floorMs.median),
        'of the limit': `${round(ratio.median, 2)} (bar ${bar.ratio[cache]})`,
        spread: range(ratio, 2),
        'of the floor': `${round(floorRatio.median, 2)} (bar ${bar.floorRatio})`,
        'round trips': `${roundTrips} (bar ${bar.roundTrips[cache]})`,
        CLS: `${round(shift, 4)} (bar ${bar.shift})`,
        'longest task ms': round(longestTaskMs),
      }
    }),
  )
  const { ms, overWarmMs, waits } = figures.bridge
  console.log(`A client that takes ${ms} ms a call: ${waits} waits, ${round(overWarmMs)} ms more.`)
  const { appMs, limitMs, overMs } = figures.next
  console.log(`The next customer in a living page, full speed; bar: ${bar.nextOverMs} ms over the limit's one call.`)
  console.table([
    {
      'rows ms': round(appMs.median),
      'limit ms': round(limitMs.median),
      'over ms': round(overMs.median),
      spread: range(overMs),
    },
  ])
  console.log('What the last warm opening fetched:')
  console.table(
    figures.warm.waterfall.map(({ name, start, end, depth }) => ({
      name: name.replace(/w[mor][\w-]{10,}/, ':id'),
      'from ms': round(start),
      'to ms': round(end),
      'after round trips': depth - 1,
    })),
  )
}
