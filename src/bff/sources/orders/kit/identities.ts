/** What `customer` of a request holds. */
interface Asked {
  identities: { type: string; value: string; proof: string }[]
}

/** As the sidebar asks: WeCom has told who it is. */
export const byWecom = (...externalUserIds: string[]): Asked => ({
  identities: externalUserIds.map((value) => ({ type: 'external_userid', value, proof: 'wecom' })),
})

/** A number that a salesperson wrote, and nothing that leads to the same customer. */
export const byPhone = (phone: string): Asked => ({
  identities: [...byWecom(madeUp).identities, { type: 'phone', value: phone, proof: 'typed' }],
})

/** Nobody's: WeCom's own begin with wm or wo. */
export const madeUp = 'sidedesk-check-nobody'
