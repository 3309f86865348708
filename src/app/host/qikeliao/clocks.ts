/** Milliseconds by the wall clock, and by one that is never set but may stand still while the machine sleeps. */
export interface Clocks {
  wall: () => number
  steady: () => number
}

export const realClocks: Clocks = { wall: () => Date.now(), steady: () => performance.now() }

/** Tells whether so long has passed since now, as soon as either clock says so; a wall clock that was set back counts as well. */
export function spanOf(ms: number, { wall, steady }: Clocks): () => boolean {
  const [byWall, bySteady] = [wall(), steady()]
  return () => wall() - byWall >= ms || wall() < byWall || steady() - bySteady >= ms
}
