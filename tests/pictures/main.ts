import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type FrameLocator, type Locator, type Page } from '@playwright/test'
import { startSandbox } from '../../src/sandbox/front/start-sandbox.ts'
import { smallerPng } from './smaller-png.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const chen = 'wmSeedChenXiaoyuAAAAAAAAAAAAAAAAAA'

interface Camera {
  page: Page
  sidebar: FrameLocator
  /** Opens the simulated client with these settings in its address. */
  open(address: string): Promise<void>
  /** Looks at a part of the screen. */
  take(name: string, part?: Locator | Page): Promise<void>
}

/** A picture of `docs`, and how one gets there. They are taken in this order. */
type Shot = (camera: Camera) => Promise<void>

const button = (within: FrameLocator | Page, name: string | RegExp) => within.getByRole('button', { name }).first()
const row = ({ sidebar }: Camera, text: string) => sidebar.locator('.row').filter({ hasText: text }).first()

async function connect({ sidebar }: Camera, mobile: string, password: string): Promise<void> {
  await button(sidebar, /^连接/).click()
  const sheet = sidebar.getByRole('dialog')
  await sheet.getByLabel('手机号').fill(mobile)
  await sheet.getByLabel('密码').fill(password)
  await sheet.getByRole('button', { name: /^连接/ }).click()
  await sheet.waitFor({ state: 'detached' })
}

const shots: Shot[] = [
  // Whoever is connected has pushes and notices in all of the pictures.
  async (camera) => {
    await camera.open(`chat=${chen}`)
    await connect(camera, '13900000001', 'sidedesk-demo-1')
    await camera.open('user=hejing&chat=workbench')
    await connect(camera, '13900000003', 'sidedesk-demo-3')
  },
  async (camera) => {
    await camera.open(`user=mengxiangyu&chat=${chen}`)
    await row(camera, '回复陈列费到账时间').waitFor()
    await camera.take('workbench', camera.page.locator('.client'))
    await camera.take('board')
    await row(camera, '冰柜陈列照片不清晰').click()
    await camera.sidebar.getByRole('dialog').waitFor()
    await camera.take('sheet')
  },
  async (camera) => {
    await camera.open(`chat=${chen}`)
    await button(camera.sidebar, /^推送/).click()
    await row(camera, '新客第三天').click()
    await button(camera.sidebar, /^放入聊天/).waitFor()
    await camera.take('push')
  },
  async (camera) => {
    await camera.open(`chat=${chen}`)
    await button(camera.sidebar, /^订单/).click()
    await camera.sidebar.getByRole('heading', { name: /^进行中/ }).waitFor()
    await camera.take('orders')
    await camera.sidebar.locator('.order').first().click()
    await camera.sidebar.getByText('还差').waitFor()
    await camera.take('order')
  },
  async (camera) => {
    await camera.open(`chat=${chen}&width=301&dark=1`)
    await row(camera, '回复陈列费到账时间').waitFor()
    await camera.take('board-dark')
  },
  async (camera) => {
    await camera.open('user=hejing&chat=workbench')
    await row(camera, '外勤任务').waitFor()
    await camera.take('mine')
    await button(camera.sidebar, '按客户').click()
    await camera.sidebar.getByRole('heading', { name: /位客户$/ }).waitFor()
    await camera.take('mine-by-customer')
  },
  async (camera) => {
    await camera.open('user=hejing&chat=workbench')
    await row(camera, '外勤任务').waitFor()
    await button(camera.sidebar, '搜索').click()
    await camera.sidebar.getByRole('searchbox').fill('陈列')
    await camera.sidebar.locator('.row').filter({ hasNotText: '陈列' }).first().waitFor({ state: 'detached' })
    await camera.take('search')
  },
  async (camera) => {
    await camera.open('user=mengxiangyu&chat=wmTangGuoqiangAAAAAAAAAAAAAAAAAAAA')
    await camera.sidebar
      .getByText(/还没有关联/)
      .first()
      .waitFor()
    await camera.take('unlinked')
  },
  async (camera) => {
    await camera.open('user=mengxiangyu&chat=wmGuanZhiyuanAAAAAAAAAAAAAAAAAAAAA')
    await camera.sidebar.getByText('not_a_follower').waitFor()
    await camera.take('denied')
  },
  async (camera) => {
    await camera.open(`user=mengxiangyu&chat=${chen}`)
    await camera.page.getByTestId('simulator-toggle').click()
    await button(camera.page, '勤策断了').click()
    await camera.sidebar.getByText(/^外勤.*暂时连不上/).waitFor()
    await camera.take('stale')
  },
  async ({ open, sidebar, page, take }) => {
    await open('user=wangfang&chat=workbench')
    await sidebar.getByRole('heading', { name: '王芳' }).waitFor()
    await page.setViewportSize({ width: 1024, height: 720 })
    await page.goto('/admin#/checks')
    await page.getByText('签名和接口授权').waitFor()
    await take('doctor', page)
  },
]

const data = await mkdtemp(join(tmpdir(), 'pictures-'))
const sandbox = await startSandbox({ root, port: 0, dataDir: data, logLevel: 'fatal' })
const executablePath = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] })
try {
  const page = await browser.newPage({
    baseURL: sandbox.origin,
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 2,
    locale: 'zh-CN',
    timezoneId: 'Asia/Shanghai',
  })
  const frame = page.getByTestId('sidebar-frame')
  const camera: Camera = {
    page,
    sidebar: frame.contentFrame(),
    async open(address) {
      // Another document first: a mere change of the hash would not open the client anew.
      await page.goto('about:blank')
      // One pixel is the sidebar's edge. Of two widths the first counts.
      await page.goto(`/sandbox/#${address}&width=361`)
    },
    async take(name, part = frame) {
      const png = smallerPng(await part.screenshot({ animations: 'disabled' }))
      await writeFile(join(root, 'docs', `${name}.png`), png)
      console.log(`docs/${name}.png  ${Math.ceil(png.length / 1024)} kB`)
    },
  }
  // A first visitor's hint belongs to no picture.
  await page.addInitScript("localStorage.setItem('simulator-opened', 'yes')")
  for (const shot of shots) await shot(camera)
} finally {
  await browser.close()
  await sandbox.close()
  await rm(data, { recursive: true, force: true })
}
