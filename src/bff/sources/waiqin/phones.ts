const mobile = String.raw`1[3-9](?:[\s.-]?\d){9}`
const area = String.raw`\(?0(?:10|2\d|[3-9]\d\d)\)?`
const landline = String.raw`${area}[\s.-]*[2-9]\d{2,3}[\s.-]?\d{4}`
const hotline = String.raw`[48]00(?:[\s.-]?\d){7}`
/** What a number of China looks like, however it is broken up. What follows it is an extension, or another number. */
const known = new RegExp(String.raw`(?<!\d)(?:(?:\+|00)?86[\s.-]*)?(?:${mobile}|${landline}|${hotline})(?!\d)`, 'g')

const dash = /[\u2010-\u2015]/g
const extension = /(?<=\d[\s()]{0,3})(?:转|分机|ext\.?|x|#|\*)[\s:.]{0,3}\d{1,6}(?!\d)/gi
/** A local number with an extension: `88887777-801`. */
const localExtension = /^(\d{7,8})\s?-\s?\d{1,6}$/
const notOfANumber = /[^\d+()\s.-]+/

const shortest = 7

/** Without the code of China, and with the 0 of a landline's area, so that numbers from two systems can be compared. */
const digitsOf = (text: string): string =>
  text
    .replaceAll(/\D/g, '')
    .replace(/^(?:(?:00)?860?|0)(?=1[3-9]\d{9}$)/, '')
    .replace(/^(?:00)?860?(?=(?:10\d{8}|[2-9]\d{9,10})$)/, '0')

const isLong = (digits: string): boolean => digits.length >= shortest

/** Numbers of another kind: of this place, or of another country. */
function ofRest(rest: string): string[] {
  const words = rest.trim().split(/\s+/)
  const numbers = words.every((word) => isLong(digitsOf(word))) ? words : [rest.trim()]
  return numbers.map((number) => number.replace(localExtension, '$1'))
}

function ofPiece(piece: string): string[] {
  const rest = piece.replaceAll(known, ',').split(',')
  return [...(piece.match(known) ?? []), ...rest.flatMap(ofRest)].map(digitsOf).filter(isLong)
}

/**
 * The numbers in a field that a person has filled: several of them, full-width digits, `+86`, an extension. Each once, as
 * digits without country code and extension.
 */
export function phonesOf(text: string | null): string[] {
  const plain = text?.normalize('NFKC').replaceAll(dash, '-').replaceAll(extension, ',') ?? ''
  return [...new Set(plain.split(notOfANumber).flatMap(ofPiece))]
}
