import type { IncomingMessage, ServerResponse } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { z } from 'zod'

type Handler = (request: IncomingMessage, response: ServerResponse) => unknown

interface ExampleOptions {
  /** The sidebar's origin. */
  sidedesk: string
  /** The panel's own. */
  origin: string
  /** What to show, by the claims of a token that was found good. */
  read: (claims: unknown) => unknown
}

type CreatePanel = (options: ExampleOptions) => Handler

const Example = z.object({ createPanel: z.custom<CreatePanel>((value) => typeof value === 'function') })

/** Loads the example that companies copy, as it lies in `docs/panels`. */
export async function loadExample(root: string): Promise<CreatePanel> {
  const address = pathToFileURL(join(root, 'docs/panels/server.mjs')).href
  return Example.parse(await import(/* @vite-ignore */ address)).createPanel
}
