/** Nobody waits for the answer any more: neither a failure nor a success of the vendor. */
export class CallerLeft extends Error {}
