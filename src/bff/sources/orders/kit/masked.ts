/** A name such as 李*, a phone such as 138****1111, a region without the number of a house. */
const rules: Record<string, (text: string) => boolean> = {
  name: (name) => name.includes('*'),
  phone: (phone) => phone.includes('*') && phone.replaceAll(/\D/g, '').length <= 7,
  region: (region) => !/\d/.test(region),
}

/** Whether a receiver is told as the contract allows. What is absent or empty is told least. */
export const masked = (receiver: Record<string, unknown>): boolean =>
  Object.entries(rules).every(([field, isMasked]) => {
    const told = receiver[field]
    return typeof told !== 'string' || told === '' || isMasked(told)
  })
