/** For Vue, which keeps the errors of components to itself. The guard reports them; thrown again, they go on as without this. */
export function tellFailure(error: unknown): never {
  window.dispatchEvent(new Event('render_failed'))
  throw error
}
