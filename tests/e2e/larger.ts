import type { Workbench } from './workbench.ts'

/** As Android's setting for larger text does it: every text, and nothing else. */
const largerText = ({ sidebar }: Workbench) =>
  sidebar.locator('body').evaluate((body) => {
    const all = [...body.querySelectorAll<HTMLElement>('*')]
    const sizes = all.map((element) => Number.parseFloat(getComputedStyle(element).fontSize))
    all.forEach((element, index) => (element.style.fontSize = `${(sizes[index] ?? 0) * 1.5}px`))
  })

const largerPage = ({ sidebar }: Workbench) =>
  sidebar.locator('html').evaluate((html) => html.style.setProperty('zoom', '1.5'))

/** Texts that are cut without an ellipsis, and texts that lie over each other. */
async function broken({ sidebar }: Workbench): Promise<string[]> {
  return sidebar.locator('body').evaluate((body) => {
    interface Line {
      text: string
      node: Node
      /** What stays in its place while the rest is scrolled below it; null: the page itself. */
      layer: Element | null
      left: number
      right: number
      top: number
      bottom: number
    }
    const sheet = body.querySelector('[role=dialog]')
    const faults: string[] = []
    const lines: Line[] = []
    const root = sheet ?? body
    const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT)

    function layerOf(parent: Element): Element | null {
      for (let box: Element | null = parent; box && box !== root; box = box.parentElement)
        if (getComputedStyle(box).position === 'fixed') return box
      return null
    }

    /** What is left of it inside the boxes that hide what does not fit; null where it is meant to be hidden. */
    function clipped(line: Line, parent: Element): Line | null {
      const shown = { ...line }
      for (let box: Element | null = parent; box && box !== document.documentElement; box = box.parentElement) {
        const style = getComputedStyle(box)
        if (style.visibility === 'hidden' || box.matches('.visually-hidden, .boot-skeleton')) return null
        if (box.matches('details:not([open])') && !parent.closest('summary')) return null
        if (style.overflow === 'visible') continue
        const edge = box.getBoundingClientRect()
        const isScrolled = /auto|scroll/.test(style.overflow)
        const isMarked = style.textOverflow === 'ellipsis' || style.webkitLineClamp !== 'none'
        const isOut = shown.bottom <= edge.top + 1 || shown.top >= edge.bottom - 1
        const isOver = shown.bottom > edge.bottom + 2 || shown.top < edge.top - 2 || shown.right > edge.right + 2
        if (!isOut && isOver && !isScrolled && !isMarked) faults.push(`cut: ${line.text}`)
        shown.left = Math.max(shown.left, edge.left)
        shown.right = Math.min(shown.right, edge.right)
        shown.top = Math.max(shown.top, edge.top)
        shown.bottom = Math.min(shown.bottom, edge.bottom)
        if (shown.left >= shown.right || shown.top >= shown.bottom) return null
      }
      return shown
    }

    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.textContent?.trim() ?? ''
      const parent = node.parentElement
      if (!text || !parent) continue
      const layer = layerOf(parent)
      const range = document.createRange()
      range.selectNodeContents(node)
      for (const { left, right, top, bottom } of range.getClientRects()) {
        // Without what a font keeps free above and below its characters.
        const spare = (bottom - top) / 5
        const line = clipped({ text, node, layer, left, right, top: top + spare, bottom: bottom - spare }, parent)
        if (line) lines.push(line)
      }
    }
    for (const [index, one] of lines.entries())
      for (const other of lines.slice(index + 1)) {
        if (one.node === other.node || one.layer !== other.layer) continue
        const across = Math.min(one.right, other.right) - Math.max(one.left, other.left)
        const down = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top)
        if (across > 2 && down > 2) faults.push(`over each other: ${one.text} | ${other.text}`)
      }
    const over = document.documentElement.scrollWidth - document.documentElement.clientWidth
    return over > 1 ? [...faults, `wider than the page by ${over}`] : faults
  })
}

/** What is wrong with half as large again a page, and then with half as large again a text. The text stays so. */
export async function faultsOfLarger(workbench: Workbench): Promise<string[]> {
  await largerPage(workbench)
  const ofPage = await broken(workbench)
  await workbench.sidebar.locator('html').evaluate((html) => html.style.removeProperty('zoom'))
  await largerText(workbench)
  return [...ofPage.map((fault) => `page: ${fault}`), ...(await broken(workbench)).map((fault) => `text: ${fault}`)]
}
