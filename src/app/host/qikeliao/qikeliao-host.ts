import type { Host } from '../host.ts'

/** 企客聊 opens the page for one customer, and takes nothing from it: whoever is shown stays until another page is opened. */
export const createQikeliaoHost = (externalUserId: string): Host => ({
  context: async () => ({ kind: 'contact', externalUserId }),
  canSend: () => false,
  send: async () => ({ kind: 'refused', code: 'not_here' }),
  openChat: async () => false,
  openLink: () => null,
  backToChat: () => null,
})
