import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import manifest from '../../package.json' with { type: 'json' }

/** Packages of types only: nothing of them is left after compilation. */
const typeImports = /^(?:import|export) type [^'=]*'[^']*'$/gm
/** Imports of packages, not of our files or of Node's modules. */
const packageImports = /(?:^(?:import|(?:export|\}|import) ?[^'=]*? from) |\bimport\()'(?!node:)([^'.#][^']*)'/gm

const nameOf = (path: string) => /^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]

const importsIn = (folder: string) =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readFileSync(join(folder, file), 'utf8').replace(typeImports, ''))
    .flatMap((text) => Array.from(text.matchAll(packageImports), ([, path = '']) => nameOf(path)))

it('the dependencies are what the BFF imports when it runs, and nothing else', () => {
  const imported = new Set(['src/bff', 'src/contract'].flatMap(importsIn))
  expect([...imported].toSorted()).toEqual(Object.keys(manifest.dependencies).toSorted())
})
