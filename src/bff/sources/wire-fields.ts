import { z } from 'zod'

/** No control characters: the store joins ids with one, and PostgreSQL takes no NUL. */
const plain = /^[ -\uFFFF]*$/

/** 19 digits do not fit a JavaScript number: one that is not safe has lost digits already and is refused. */
const TextOrNumber = z.union([z.string(), z.int()])

/** One check in place of a chain of them: a first sync reads millions. */
function readId(id: string | number, context: z.RefinementCtx): string {
  const text = String(id).trim().toWellFormed()
  if (!plain.test(text)) context.addIssue('no id')
  return text
}

export const Id = TextOrNumber.transform((id, context) => {
  const text = readId(id, context)
  if (text === '') context.addIssue('empty')
  return text
})

/** Null where it is empty or missing. */
export const OptionalId = TextOrNumber.nullish().transform((id, context) =>
  id === undefined || id === null ? null : readId(id, context) || null,
)

/** Null where it is blank or missing. */
export const Text = z
  .string()
  .nullish()
  .transform((text) => (text?.includes('\0') ? text.replaceAll('\0', '') : text)?.trim() || null)

/** A number, sent as one or as its digits. */
export const Code = z
  .union([z.int(), z.string().regex(/^\d+$/)])
  .transform(Number)
  .pipe(z.int())
