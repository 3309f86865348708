import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { By } from 'selenium-webdriver'
import { account, addPush } from '../e2e/connected.ts'
import { short, who } from '../e2e/workbench.ts'
import { button, expect, field, heading, row, sheet, state, test, text, type Workbench } from './webkit-workbench.ts'

const boardOf = (contact: string) => `/api/contacts/${contact}/board`
const isLoading = text('正在加载')
const offer = By.xpath(`//button[normalize-space() = '连接' or normalize-space() = '重新连接']`)
const inSheet = (words: string) => By.xpath(`//*[@role = 'dialog']//button[contains(normalize-space(), '${words}')]`)

/** Connects to 芸众 unless an earlier journey has done so. */
async function openConnected(workbench: Workbench): Promise<void> {
  await workbench.open({ chat: who.seedContact })
  await workbench.expectShown(row('冰柜陈列照片不清晰'))
  await workbench.expectGone(isLoading)
  if (!(await workbench.isShown(offer))) return
  await workbench.press(offer)
  await workbench.fill(field('手机号'), account.mobile)
  await workbench.fill(field('密码'), account.password)
  await workbench.press(inSheet('连接'))
  await workbench.expectGone(offer)
}

test('an open contact becomes his board, by one question', short, async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.expectShown(text('陈晓雨'))
  await workbench.expectShown(heading('逾期'))
  await workbench.expectShown(row('冰柜陈列照片不清晰'))
  expect(await workbench.answered()).toEqual([boardOf(who.seedContact)])
})

test('what came is shown while a source is silent, and is asked once', short, async ({ workbench, request }) => {
  await openConnected(workbench)
  const silent = { vendor: 'yunzhong', fault: 'slow', slowMs: 2500 }
  expect((await request.post('/sandbox/control/fault', { data: silent })).ok()).toBe(true)
  try {
    await workbench.open({ chat: who.markup })
    await workbench.expectShown(heading('老王'))
    expect(await workbench.answered()).toEqual([])
    await expect.poll(() => workbench.answered()).toEqual([boardOf(who.markup)])
    await workbench.expectGone(isLoading)
    expect(await workbench.answered()).toEqual([boardOf(who.markup)])
  } finally {
    await request.post('/sandbox/control/fault', { data: { vendor: 'yunzhong', fault: 'none' } })
  }
})

test('another chat in the same page wipes the first and shows the second', short, async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.expectShown(row('冰柜陈列照片不清晰'))
  await workbench.clientOpens(who.idle)
  await workbench.expectShown(text('何苗苗'))
  await workbench.expectGone(text('陈晓雨'))
  await workbench.expectGone(row('冰柜陈列照片不清晰'))
})

test('a client that makes the page anew shows the other chat too', async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, webview: 'recreate' })
  await workbench.expectShown(text('陈晓雨'))
  await workbench.clientOpens(who.idle)
  await workbench.expectShown(text('何苗苗'))
})

test('a row opens its sheet, which Escape closes', short, async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact })
  await workbench.press(row('冰柜陈列照片不清晰'))
  await workbench.expectShown(sheet)
  await workbench.escape()
  await workbench.expectGone(sheet)
})

test('a contact is linked with one tap, its tasks appear, and the link can be undone', short, async ({ workbench }) => {
  await workbench.open({ chat: who.samePhone })
  await workbench.press(button('关联勤策'))
  await workbench.press(button('关联：国强粮油'))
  await workbench.expectShown(inSheet('撤销'))
  await workbench.escape()
  await workbench.expectShown(row('外勤任务'))

  await workbench.open({ chat: who.samePhone })
  await workbench.expectShown(row('外勤任务'))
  await workbench.press(button('更多资料'))
  await workbench.press(inSheet('撤销'))
  await workbench.escape()
  await workbench.expectGone(row('外勤任务'))
})

test('all pieces of a push are placed in order, and the push leaves', short, async ({ workbench, request }) => {
  await addPush(request, '冬至汤圆预告', ['汤圆一', '汤圆二'])
  await openConnected(workbench)
  // Even a refresh shows again what was read within ten seconds.
  await expect(async () => {
    await workbench.press(button('刷新'))
    await workbench.expectShown(row('冬至汤圆预告'), 2000)
  }).toPass({ timeout: 30_000 })
  await workbench.press(row('冬至汤圆预告'))
  await workbench.press(inSheet('全部放入'))
  await expect
    .poll(() => workbench.clientDrafts())
    .toEqual([/汤圆一/, /汤圆二/].map((each) => expect.stringMatching(each)))
  await workbench.escape()
  await workbench.expectGone(row('冬至汤圆预告'))
})

test('a client that refuses, and somebody else’s customer, are explained', short, async ({ workbench }) => {
  await workbench.open({ chat: who.seedContact, 'call.getCurExternalContact': 'no_permission' })
  await workbench.expectShown(state('no_permission'))
  await workbench.open({ chat: who.ofColleague })
  await workbench.expectShown(state('not_a_follower'))
})

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** What axe looked at, and its serious and critical findings. */
const judge = `return axe.run().then(({ passes, violations }) => ({
  passed: passes.map(({ id }) => id),
  findings: violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => id + ': ' + nodes[0].html),
}))`

for (const look of ['light', 'dark']) {
  test(`the board, ${look}, fits the narrowest sidebar and is accessible`, short, async ({ workbench }) => {
    await workbench.open({ chat: who.seedContact, width: '300', dark: look === 'dark' ? '1' : '0' })
    await workbench.expectShown(row('冰柜陈列照片不清晰'))
    const scheme = await workbench.evaluate('return getComputedStyle(document.documentElement).colorScheme')
    expect(scheme).toBe(look)
    expect(await workbench.evaluate('return document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0)
    await workbench.evaluate(axe)
    expect(await workbench.evaluate(judge)).toEqual({
      passed: expect.arrayContaining(['color-contrast']),
      findings: [],
    })
  })
}
