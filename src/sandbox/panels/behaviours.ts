/** How a panel's page may behave. */
export const behaviours = [
  // The example of `docs/panels`.
  'ok',
  'down',
  'redirect-to-login',
  'x-frame-options',
  'frame-ancestors',
  // The others run the script `pages/<name>.js`.
  'silent',
  'slow-ready',
  'flood',
  'big',
  'early',
  'forged',
  'navigates',
  'top',
  'place-many',
  'renew-many',
  'bad-badge',
] as const
export type Behaviour = (typeof behaviours)[number]

/** Pages that may not be framed. Where they are all the same, they say that they are ready. */
export const unframed: Partial<Record<Behaviour, Record<string, string>>> = {
  'x-frame-options': { 'x-frame-options': 'DENY' },
  'frame-ancestors': { 'content-security-policy': "frame-ancestors 'none'" },
}
