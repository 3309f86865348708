import { z } from 'zod'

const Ids = z.array(z.string())

/** A JSON column of ours that lists ids. */
export const readIds = (text: string): string[] => Ids.parse(JSON.parse(text))

export const readJson = (text: string): unknown => JSON.parse(text)
