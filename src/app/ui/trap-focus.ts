const focusable = 'button:not([disabled]), input:not([disabled]), [href], [tabindex="0"]'

/** Keeps the Tab key inside an open dialog: after its last control comes its first. */
export function trapFocus(event: KeyboardEvent, root: HTMLElement): void {
  const all = [...root.querySelectorAll<HTMLElement>(focusable)]
  const [first] = all
  const last = all[all.length - 1]
  const { activeElement } = document
  const isOutside = !root.contains(activeElement) || activeElement === root
  const target = event.shiftKey ? last : first
  const edge = event.shiftKey ? first : last
  if (!target || (!isOutside && activeElement !== edge)) return
  event.preventDefault()
  target.focus()
}
