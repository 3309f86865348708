import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const read = (file: string): string => readFileSync(`src/app/${file}`, 'utf8')

test('the page speaks to one exact origin, never to whichever is there', () => {
  const files = readdirSync('src/app', { recursive: true, encoding: 'utf8' })
  const speaking = files.filter((file) => /\.(?:ts|vue|js)$/.test(file) && read(file).includes('postMessage('))
  expect(speaking).toEqual(['features/panels/usePanelFrame.ts'])
  for (const file of speaking) expect(read(file)).not.toMatch(/postMessage\([^)]*['"`]\*['"`]/)
})
