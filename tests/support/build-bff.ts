import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'

const made = ['vite.config.ts', 'package-lock.json', 'src/contract', 'src/bff']
const built = 'dist/bff/main.js'

const changedAt = (path: string): number => statSync(path).mtimeMs
/** A folder counts, too: it changes when a file is taken away. */
const insideOf = (path: string): string[] =>
  statSync(path).isDirectory()
    ? readdirSync(path, { recursive: true, encoding: 'utf8' }).map((name) => join(path, name))
    : []

const isFresh = (): boolean =>
  existsSync(built) &&
  made.flatMap((path) => insideOf(path).concat(path)).every((path) => changedAt(path) < changedAt(built))

/** Builds the BFF where it is older than its source: tests start it in processes as it is deployed, in a third of the time. */
export function setup(): void {
  if (isFresh()) return
  const env = { ...process.env, NODE_ENV: 'production' }
  execFileSync('npx', ['vite', 'build', '--mode', 'bff', '--logLevel', 'error'], { stdio: 'inherit', env })
}
