const maxLength = 512
/** One slash, then neither a slash nor a backslash: browsers read `/\host` as `//host`. */
const local = /^\/(?![/\\])[\u0021-\u007E]*$/

/** Where to go after the login: a path of ours, or `/` for anything else. */
export function returnPath(to: unknown): string {
  if (typeof to !== 'string' || to.length > maxLength || to.includes('\\') || !local.test(to)) return '/'
  // Returning to the login would be a loop.
  return to.startsWith('/auth/') ? '/' : to
}
