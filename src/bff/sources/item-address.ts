import { z } from 'zod'

const place = '{id}'

const fill = (template: string, id: string): string =>
  template.replaceAll(place, () => encodeURIComponent(id.toWellFormed()))

function addressOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null
}

/** The id belongs behind the host: otherwise a vendor's id would choose where the button leads. */
function isTemplate(template: string): boolean {
  const [one, other] = [addressOf(fill(template, 'one')), addressOf(fill(template, 'other'))]
  if (!one || !other || one.protocol !== 'https:' || one.username || one.password) return false
  return template.includes(place) && !/[{}]/.test(template.replaceAll(place, '')) && one.origin === other.origin
}

/** The variable of a source that says where its items are finished: `https://example.com/task/{id}`. */
export const itemAddress = z
  .string()
  .refine(isTemplate, 'must be an https address with {id} behind the host, and no other placeholder')

/** The address of one item, by the vendor's own id; null without a template. */
export const addressIn = (template: string | undefined, id: string): string | null =>
  template === undefined ? null : fill(template, id)
