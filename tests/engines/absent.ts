/** An engine that cannot be had on this machine; the message says why. */
export class Absent extends Error {}
