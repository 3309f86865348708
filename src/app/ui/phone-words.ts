/** A Chinese mobile number in the groups in which it is spoken; anything else as it is. */
export const phoneWords = (phone: string): string => phone.replace(/^(\d{3})(\d{4})(\d{4})$/, '$1 $2 $3')
