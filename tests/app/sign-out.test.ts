import { flushPromises } from '@vue/test-utils'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { createFakeApi } from './support/fake-api.ts'
import { alerts, button, dialog, mountBoard, press, untilDialog, useBoards } from './support/mount-board.ts'
import { bootWithYunzhong, list, problem } from './support/samples.ts'
import '../../src/app/sheets/BoardSheet.vue'

const lists = {
  'GET /api/me/moments': { body: { ...list('yunzhong', []), summary: null } },
  'GET /api/me/notices': { body: list('yunzhong', []) },
}
const logout = 'POST /auth/logout'

useBoards()
afterEach(() => vi.restoreAllMocks())

async function openMine(answer: Parameters<typeof createFakeApi>[0][string]) {
  const api = createFakeApi({ ...lists, [logout]: answer })
  const left = vi.spyOn(window.location, 'replace').mockImplementation(() => undefined)
  await mountBoard({ kind: 'me' }, { begin: bootWithYunzhong() })
  await press('更多资料')
  await untilDialog()
  return { api, left }
}

describe('signing out, on my own sheet', () => {
  test('asks first, and leaves the page for one that knows nothing', async () => {
    const { api, left } = await openMine({ status: 204, body: null })
    await press('退出登录')
    expect(dialog()?.textContent).toContain('退出后要重新登录才能再用')
    await press('不退出')
    expect(api.calls()).not.toContain(logout)
    await press('退出登录')
    await press('确定退出')
    expect(left).toHaveBeenCalledWith('/auth/signed-out')
    expect(button(/^正在退出/).disabled).toBe(true)
  })

  test('says when it did not work, and stays', async () => {
    const { left } = await openMine({ status: 503, body: problem('store_unavailable', 503) })
    await press('退出登录')
    await press('确定退出')
    await flushPromises()
    expect(left).not.toHaveBeenCalled()
    expect(alerts()).toEqual(['侧边台暂时用不了，请稍后再试'])
    expect(button('确定退出').disabled).toBe(false)
  })
})
