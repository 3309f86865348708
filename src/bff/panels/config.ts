import { z } from 'zod'
import { PanelEntry, PanelId, type Panel } from '#contract/panel'
import { isHost, isSafeAddress } from '../upstream/addresses.ts'
import { harmless } from '../wire/harmless.ts'

const longestTitle = 6
const mostPanels = 8
const longestAddress = 2000

const isTitle = (text: string): boolean => [...text].length <= longestTitle && harmless(text) === text
const isUnique = (list: readonly string[]): boolean => new Set(list).size === list.length

/** Its host stands in our Content-Security-Policy, so it must be a plain one. */
const isPanelAddress = (text: string): boolean =>
  isSafeAddress(text) && !text.includes('#') && isHost(new URL(text).host)

const Given = z
  .strictObject({
    id: PanelId,
    title: z
      .string()
      .trim()
      .min(1)
      .refine(isTitle, `must have at most ${longestTitle} characters, all of them visible`),
    url: z
      .string()
      .max(longestAddress)
      .refine(isPanelAddress, 'must be an https address without credentials and fragment; http on loopback only'),
    entries: z.array(PanelEntry).min(1).refine(isUnique, 'must not repeat'),
    place: z.boolean().default(false),
    linkHosts: z
      .array(z.string().toLowerCase().refine(isHost, 'must be a host: example.com or example.com:8443'))
      .optional(),
    staff: z.array(z.string().trim().min(1)).min(1).optional(),
  })
  .transform(({ url, staff, linkHosts, ...panel }) => {
    const { origin, host, href } = new URL(url)
    return { ...panel, url: href, origin, linkHosts: linkHosts ?? [host], staff: staff ?? null }
  })

const Givens = z
  .array(Given, 'must be JSON, and a list')
  .max(mostPanels, `must be ${mostPanels} at most`)
  .refine((all) => isUnique(all.map(({ id }) => id)), 'ids must differ')

/** A page of the company's own, and who may open it. */
export interface PanelConfig extends Panel {
  /** userids; null: everybody. */
  staff: readonly string[] | null
}

/** `panel 2 entries 1`: counted from one, as people do. */
const placeOf = (path: readonly PropertyKey[]): string =>
  path.length === 0
    ? 'the list'
    : ['panel', ...path.map((part) => (typeof part === 'number' ? part + 1 : String(part)))].join(' ')

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** `PANELS`: a JSON list. A fault names the panel by its place in the list, and the field. */
export const panels = z
  .string()
  .transform((text, context): readonly PanelConfig[] => {
    const { data, error } = Givens.safeParse(jsonOf(text))
    for (const { path, message } of error?.issues ?? [])
      context.issues.push({ code: 'custom', message: `${placeOf(path)}: ${message}`, input: text })
    return data ?? z.NEVER
  })
  .default([])

/** What is wrong with panels beside another variable: lines without values. */
export const panelFaults = (all: readonly PanelConfig[], publicOrigin: string): string[] =>
  all.flatMap(({ origin }, index) =>
    origin === publicOrigin ? [`PANELS: panel ${index + 1} url: must be of another origin than PUBLIC_ORIGIN`] : [],
  )
