import { createReadStream, createWriteStream, existsSync, renameSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { arch, platform } from 'node:process'
import { pipeline } from 'node:stream/promises'
import { fileURLToPath } from 'node:url'
import { createBrotliDecompress } from 'node:zlib'
import { chromium } from '@playwright/test'
import { installDebian, isDebianRoot } from '../e2e/debian.ts'
import { Absent } from './absent.ts'

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const packed = at('node_modules/@sparticuz/chromium/bin/chromium.br')
const unpacked = at('node_modules/.cache/chromium-107')

async function unpack(): Promise<void> {
  await mkdir(dirname(unpacked), { recursive: true })
  const part = `${unpacked}.part`
  await pipeline(createReadStream(packed), createBrotliDecompress(), createWriteStream(part, { mode: 0o755 }))
  renameSync(part, unpacked)
}

async function start(): Promise<string> {
  const browser = await chromium.launch({ executablePath: unpacked, args: ['--no-sandbox', '--disable-gpu'] })
  const version = browser.version()
  await browser.close()
  return version
}

/** It brings no libraries of its own; where another Chromium is installed they are there. */
const installAndStart = (why: unknown): Promise<string> => {
  if (isDebianRoot() && installDebian('libnss3', 'libexpat1', 'fonts-noto-cjk')) return start()
  throw why
}

/** The path of the oldest Chromium that the page supports. @throws Absent */
export async function prepareChromium107(): Promise<string> {
  if (platform !== 'linux' || arch !== 'x64')
    throw new Absent(`it is built for Linux on x64, not ${platform} on ${arch}`)
  if (!existsSync(unpacked)) await unpack()
  const version = await start()
    .catch(installAndStart)
    .catch((error: unknown) => {
      throw new Absent(`it does not start; it needs libnss3 and libexpat1 (${String(error).split('\n')[0]})`)
    })
  if (!version.startsWith('107.')) throw new Absent(`the package unpacks to ${version}`)
  return unpacked
}
