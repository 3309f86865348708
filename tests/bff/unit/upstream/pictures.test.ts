import { expect, it } from 'vitest'
import { createPictures, typeOf } from '../../../../src/bff/upstream/pictures.ts'
import { clockOf } from '../../../support/clock.ts'

const { signal } = new AbortController()
const jpeg = (length: number) => Buffer.concat([Buffer.from('\xff\xd8\xff\xe0', 'latin1'), Buffer.alloc(length)])

it.each([
  ['\xff\xd8\xff\xe0 and so on', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['GIF89a', 'image/gif'],
  ['RIFF\x10\0\0\0WEBPVP8 ', 'image/webp'],
  ['<svg xmlns="http://www.w3.org/2000/svg"><script>', null],
  ['<!doctype html>', null],
  ['RIFF\x10\0\0\0WAVE', null],
  ['%PDF-1.7', null],
  ['', null],
])('%j is shown as %s', (start, type) => {
  expect(typeOf(Buffer.from(start, 'latin1'))).toBe(type)
})

it('a picture that is too large, or none, is not there, and is not asked for again at once', async () => {
  const files: Record<string, Buffer> = { large: jpeg(5_000_001), page: Buffer.from('<html>'), good: jpeg(10) }
  const asked: string[] = []
  const media = async (id: string) => {
    asked.push(id)
    return files[id] ?? Buffer.alloc(0)
  }
  const pictures = createPictures({ read: media, clock: clockOf(() => 0) })
  for (const id of ['large', 'page', 'large', 'page'])
    await expect(pictures(id, signal)).rejects.toMatchObject({ code: 'not_found' })
  await expect(pictures('good', signal)).resolves.toMatchObject({ type: 'image/jpeg' })
  expect(asked).toEqual(['large', 'page', 'good'])
})

it('those that were shown longest ago go where many are kept, and a failure is kept for nobody', async () => {
  const asked: string[] = []
  let isDown = true
  const media = async (id: string) => {
    asked.push(id)
    if (isDown) throw new Error('down')
    return jpeg(4_900_000)
  }
  const pictures = createPictures({ read: media, clock: clockOf(() => 0) })
  await expect(pictures('0', signal)).rejects.toThrow('down')
  isDown = false
  for (let id = 0; id < 12; id += 1) await pictures(String(id), signal)
  asked.length = 0
  await pictures('11', signal)
  await pictures('0', signal)
  expect(asked).toEqual(['0'])
})
