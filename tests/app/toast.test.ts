import { mount } from '@vue/test-utils'
import { createPinia, setActivePinia } from 'pinia'
import { nextTick } from 'vue'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import CopyButton from '../../src/app/ui/CopyButton.vue'
import ToastLine from '../../src/app/ui/ToastLine.vue'

const written: string[] = []
const plugins = () => ({ global: { plugins: [pinia] } })
let pinia = createPinia()

function pretendPointer(isCoarse: boolean): void {
  vi.spyOn(window, 'matchMedia').mockReturnValue({ matches: isCoarse } as MediaQueryList)
}

beforeEach(() => {
  pinia = createPinia()
  setActivePinia(pinia)
  written.length = 0
  const clipboard = { writeText: async (value: string) => void written.push(value) }
  Object.defineProperty(navigator, 'clipboard', { value: clipboard, configurable: true })
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
  document.body.replaceChildren()
})

const said = () => document.querySelector('.toast [role=status]')?.textContent
const isSeen = () => document.querySelector('.toast')?.classList.contains('is-shown')

async function copyPhone(isCoarse: boolean) {
  pretendPointer(isCoarse)
  mount(ToastLine, plugins())
  const props = { text: '13800001111', what: '电话' }
  const button = mount(CopyButton, { props, slots: { default: '138 0000 1111' }, ...plugins() })
  await button.trigger('click')
  await vi.advanceTimersByTimeAsync(0)
  return button
}

test('under a finger a line of its own says what was copied, and the number stays in sight', async () => {
  const button = await copyPhone(true)
  expect(written).toEqual(['13800001111'])
  expect([said(), isSeen()]).toEqual(['已复制 138 0000 1111', true])
  expect(button.text()).toBe('复制电话138 0000 1111')
  await vi.advanceTimersByTimeAsync(2000)
  expect([said(), isSeen()]).toEqual(['', false])
})

test('elsewhere the button’s place says so for a moment, and screen readers hear it once', async () => {
  const button = await copyPhone(false)
  expect(button.find('[aria-hidden]').text()).toBe('已复制')
  expect(button.findAll('[aria-live], [role=status]')).toEqual([])
  expect([said(), isSeen()]).toEqual(['已复制 138 0000 1111', false])
  await vi.advanceTimersByTimeAsync(1500)
  expect(button.text()).toBe('复制电话138 0000 1111')
})

test('a long text is not repeated', async () => {
  pretendPointer(true)
  mount(ToastLine, plugins())
  const button = mount(CopyButton, { props: { text: '字'.repeat(25) }, ...plugins() })
  await button.trigger('click')
  await vi.advanceTimersByTimeAsync(0)
  expect(said()).toBe('已复制')
})

test('before the line is there, the button says so itself', async () => {
  pretendPointer(true)
  const button = mount(CopyButton, { props: { text: '1' }, ...plugins() })
  await button.trigger('click')
  await nextTick()
  await vi.advanceTimersByTimeAsync(0)
  expect(button.text()).toContain('已复制')
})
