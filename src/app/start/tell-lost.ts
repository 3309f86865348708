/** As for a script that could not be loaded: the guard has a page for that. */
export const tellLost = () => document.querySelector('script[src]')?.dispatchEvent(new Event('error'))
