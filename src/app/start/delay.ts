/** Settles after so many milliseconds; after none, when the work at hand is done. */
export const delay = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
