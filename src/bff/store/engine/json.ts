import { z } from 'zod'

const Ids = z.array(z.string())

/** Reads a JSON column that lists ids. */
export const readIds = (text: string): string[] => Ids.parse(JSON.parse(text))

export const readJson = (text: string): unknown => JSON.parse(text)
