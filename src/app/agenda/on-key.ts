const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && target.closest('input, textarea, [role=dialog]') !== null

/** Goes to the next row or the one before. Elsewhere than on a row the arrows scroll, as always. */
function step(event: KeyboardEvent, by: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('main .row')]
  const at = rows.findIndex((row) => row === event.target)
  const next = at < 0 ? undefined : rows[at + by]
  if (!next) return
  event.preventDefault()
  next.focus()
}

/** ↑ and ↓ go from row to row, `/` opens the search. */
export function onKey(event: KeyboardEvent, search: () => void): void {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return
  if (event.key === 'ArrowDown') step(event, 1)
  else if (event.key === 'ArrowUp') step(event, -1)
  else if (event.key === '/') {
    event.preventDefault()
    search()
  }
}
