import { flushPromises, mount } from '@vue/test-utils'
import { expect, test, vi } from 'vitest'
import { loadPicturesBy } from '../../src/app/api/picture.ts'
import PieceImage from '../../src/app/features/content/PieceImage.vue'

vi.mock('../../src/app/session/is-read-only.ts', () => ({ isReadOnly: true }))

async function show(sources: string[]) {
  const asked: { path: string; signal: AbortSignal }[] = []
  loadPicturesBy(async (path, signal) => {
    asked.push({ path, signal })
    if (path.endsWith('/gone')) throw new Error('no picture')
    return `data:image/png;base64,${path.length}`
  })
  const wrapper = mount(PieceImage, { props: { sources, what: '图片' } })
  await flushPromises()
  return { wrapper, asked, src: () => wrapper.find('img').attributes('src') }
}

test('beside 企客聊 a picture of the BFF’s is asked for by a call, as an element brings no bearer', async () => {
  const { src, asked } = await show(['/api/contacts/wmAAA/p'])
  expect(src()).toBe('data:image/png;base64,21')
  expect(asked.map(({ path }) => path)).toEqual(['/api/contacts/wmAAA/p'])
})

test('one of another host is left to the element', async () => {
  const { src, asked } = await show(['https://img.example.com/a.png'])
  expect(src()).toBe('https://img.example.com/a.png')
  expect(asked).toEqual([])
})

test('where it is gone the next address is shown, and without one it says so', async () => {
  expect((await show(['/api/gone', 'https://img.example.com/a.png'])).src()).toBe('https://img.example.com/a.png')
  expect((await show(['/api/gone'])).wrapper.text()).toContain('预览过期')
})

test('nobody waits for the picture of a sheet that was closed', async () => {
  const { wrapper, asked } = await show(['/api/contacts/wmAAA/p'])
  wrapper.unmount()
  expect(asked[0]?.signal.aborted).toBe(true)
})
