/** Settles after so many milliseconds; with none, after the current task. */
export const delay = (ms = 0): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms))
