import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'

const opening = '<script type="application/json" id="boot">'
const closing = '</script>'
/** File names served from beside index.html. In development that folder is the project's root, which holds private files. */
const publicName = /^[a-z][\w-]*(?:\.[\w-]+)*\.(?:js|css|svg|png|ico|webp|webmanifest)$/i
const yearMs = 31_536_000_000
const fiveMinutesMs = 300_000

export interface Html {
  /** The HTML with this as its boot data, and with this class on its root: the skeleton is as high as the card that will come. */
  with(boot: object, look?: string): string
  /** What the page's policy must allow beside files: the scripts in the HTML itself, as the build left them. */
  scriptHashes: string[]
  /** Differs after a deployment: the HTML names its assets by their content. */
  build: string
}

function readFile(appDir: string, name: string): string {
  try {
    return readFileSync(join(appDir, name), 'utf8')
  } catch (error) {
    throw new Error(`APP_DIR: ${name} cannot be read`, { cause: error })
  }
}

const sha256 = (text: string) => createHash('sha256').update(text)

function hashScripts(html: string): string[] {
  const scripts = [...html.matchAll(/<script>(.*?)<\/script>/gs)].map(([, script = '']) => script)
  return scripts.map((script) => `'sha256-${sha256(script).digest('base64')}'`)
}

/** Reads a built page once. @throws when there is none, or it has no place for the boot data */
export function readHtml(appDir: string, name = 'index.html'): Html {
  const html = readFile(appDir, name)
  const [before, after] = html.split(opening + closing)
  if (before === undefined || after === undefined) throw new Error(`APP_DIR: ${name} has no place for boot data`)
  // `<` would let a name close the script element.
  const json = (boot: object) => JSON.stringify(boot).replaceAll('<', String.raw`\u003c`)
  return {
    with: (boot, look) =>
      (look ? before.replace('<html', `<html class="${look}"`) : before) + opening + json(boot) + closing + after,
    scriptHashes: hashScripts(html),
    build: sha256(html).digest('hex').slice(0, 12),
  }
}

/** Serves what the page is made of: assets for ever, the files beside index.html for five minutes. */
export async function registerFiles(
  app: FastifyInstance,
  { appDir, verifyFile }: { appDir: string; verifyFile: { name: string; content: string } | null },
) {
  const root = resolve(appDir)
  await app.register(fastifyStatic, {
    root: join(root, 'assets'),
    prefix: '/assets/',
    maxAge: yearMs,
    immutable: true,
    index: false,
    redirect: false,
    // The build has put each file down compressed, too.
    preCompressed: true,
    setHeaders: (reply) => void reply.setHeader('vary', 'Accept-Encoding'),
  })
  for (const name of readdirSync(root).filter((entry) => publicName.test(entry))) {
    app.get(`/${name}`, (_request, reply) => reply.sendFile(name, root, { maxAge: fiveMinutesMs, immutable: false }))
  }
  if (verifyFile) {
    app.get(`/${verifyFile.name}`, (_request, reply) => reply.type('text/plain').send(verifyFile.content))
  }
}
