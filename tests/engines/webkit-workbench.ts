import { setTimeout as delay } from 'node:timers/promises'
import { test as base, expect } from '@playwright/test'
import { Builder, By, Key, type WebDriver, type WebElement } from 'selenium-webdriver'
import { who, type Settings } from '../e2e/workbench.ts'

const has = (words: string) => `contains(normalize-space(), '${words}')`

export const button = (words: string) => By.xpath(`//button[${has(words)} or contains(@aria-label, '${words}')]`)
export const row = (words: string) => By.xpath(`//button[contains(@class, 'row')][${has(words)}]`)
export const heading = (words: string) => By.xpath(`//*[self::h1 or self::h2 or self::h3][${has(words)}]`)
export const text = (words: string) => By.xpath(`//*[text()[contains(., '${words}')]]`)
export const field = (label: string) => By.xpath(`//input[@id = //label[contains(., '${label}')]/@for]`)
/** The screen that explains this code. */
export const state = (code: string) => By.xpath(`//*[@role = 'status'][${has(code)}]`)
export const sheet = By.css('[role=dialog]')

const part = (id: string) => By.css(`[data-testid="${id}"]`)

/** The simulated WeCom client in WebKit. All but `client…` is about the page in its sidebar. */
export class Workbench {
  readonly #driver: WebDriver
  readonly #origin: string

  constructor(driver: WebDriver, origin: string) {
    this.#driver = driver
    this.#origin = origin
  }

  async open(settings: Settings): Promise<void> {
    const fields = Object.entries(settings).map(([name, value]): [string, string] => [name, value ?? ''])
    await this.#driver.get('about:blank')
    await this.#driver.get(`${this.#origin}/sandbox/#${new URLSearchParams(fields)}`)
  }

  /** Entered at each look, since the client may have made the page anew. */
  async #enter(): Promise<void> {
    await this.#driver.switchTo().defaultContent()
    await this.#driver.switchTo().frame(await this.#driver.findElement(part('sidebar-frame')))
  }

  async #seen(by: By): Promise<WebElement[]> {
    await this.#enter()
    const all = await this.#driver.findElements(by)
    const shown = await Promise.all(all.map((each) => each.isDisplayed()))
    return all.filter((_, index) => shown[index])
  }

  async expectShown(by: By, timeout = 10_000): Promise<void> {
    await expect(async () => expect(await this.#seen(by), String(by)).not.toHaveLength(0)).toPass({ timeout })
  }

  async expectGone(by: By): Promise<void> {
    await expect(async () => expect(await this.#seen(by), String(by)).toHaveLength(0)).toPass({ timeout: 10_000 })
  }

  async isShown(by: By): Promise<boolean> {
    return (await this.#seen(by)).length > 0
  }

  /** Presses the first that is shown, once it stands still: the driver aims at where it was when it looked. */
  async press(by: By): Promise<void> {
    await expect(async () => {
      const [first] = await this.#seen(by)
      if (!first) throw new Error(`${by} is not shown`)
      const place = await first.getRect()
      await delay(100)
      expect(await first.getRect()).toEqual(place)
      await first.click()
    }).toPass({ timeout: 10_000 })
  }

  /** A sheet that is still opening takes the focus, and the rest of what is typed with it. */
  async fill(by: By, text: string): Promise<void> {
    await expect(async () => {
      await this.#enter()
      const input = await this.#driver.findElement(by)
      await input.clear()
      await input.sendKeys(text)
      expect(await input.getAttribute('value')).toBe(text)
    }).toPass({ timeout: 10_000 })
  }

  async escape(): Promise<void> {
    await this.#enter()
    await this.#driver.actions().sendKeys(Key.ESCAPE).perform()
  }

  /** Evaluates a script's statements in the page. */
  async evaluate(script: string): Promise<unknown> {
    await this.#enter()
    return this.#driver.executeScript(script)
  }

  /** The page's questions to the BFF that were answered whole, as paths. */
  async answered(): Promise<unknown> {
    return this.evaluate(`return performance.getEntriesByType('resource')
      .map(({ name }) => new URL(name).pathname).filter((path) => path.startsWith('/api/'))`)
  }

  async clientOpens(chat: string): Promise<void> {
    await this.#driver.switchTo().defaultContent()
    await this.#driver.findElement(part(`chat-${chat}`)).click()
  }

  /** The texts in the open chat's input. */
  async clientDrafts(): Promise<string[]> {
    await this.#driver.switchTo().defaultContent()
    const all = await this.#driver.findElements(part('draft'))
    return Promise.all(all.map((each) => each.getText()))
  }
}

export interface Driver {
  /** Where the driver listens. */
  driver: string
}

interface Worker extends Driver {
  workbench: Workbench
}

/**
 * One browser for all journeys, since the driver has one at a time; so they are all in one file. Their sandbox has answered
 * before, as in `tests/e2e`.
 */
export const test = base.extend<object, Worker>({
  driver: ['', { scope: 'worker', option: true }],
  workbench: [
    async ({ driver }, use, { project }) => {
      const browser = await new Builder()
        .usingServer(driver)
        .withCapabilities({ browserName: 'MiniBrowser', 'webkitgtk:browserOptions': { args: ['--automation'] } })
        .build()
      try {
        const workbench = new Workbench(browser, project.use.baseURL ?? '')
        await expect(async () => {
          await workbench.open({ chat: who.seedContact })
          await workbench.expectShown(row('冰柜陈列照片不清晰'), 2000)
        }).toPass({ timeout: 60_000 })
        await use(workbench)
      } finally {
        await browser.quit()
      }
    },
    { scope: 'worker', timeout: 90_000 },
  ],
})

export { expect }
