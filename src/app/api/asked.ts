type Given<Name extends string, Value> = [Value] extends [undefined]
  ? { [K in Name]?: never }
  : Record<string, never> extends Value
    ? { [K in Name]?: Value }
    : { [K in Name]: Value }

/** What a call is made with, by what its table says that it takes. */
export type Asked<Params, Query, Body> = Given<'params', Params> &
  Given<'query', Query> &
  Given<'body', Body> & {
    signal?: AbortSignal
    /** The user asked for fresh data: the BFF does not answer from its caches. */
    refresh?: boolean
  }

/** The same, whatever the call. */
export interface Wide {
  params?: Record<string, string>
  query?: object
  body?: object
  signal?: AbortSignal
  refresh?: boolean
}
