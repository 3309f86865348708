/** What the person who runs the kit has told. */
export interface Options {
  /** The external_userid of a customer with orders. */
  contact?: string | undefined
  /** The userid of who serves that customer. */
  staff?: string | undefined
  /** The external_userid of another customer, who has orders, too. */
  other?: string | undefined
  /** A phone of the first customer. */
  phone?: string | undefined
  /** Hosts that links may lead to; `*.` before one stands for any below it. */
  linkHosts?: readonly string[] | undefined
  /** How many calls are timed. */
  calls: number
}
export type Need = Exclude<keyof Options, 'calls' | 'linkHosts'>
