const key = 'sidedesk:reloaded'

/** A part of the former build is gone after a deployment: the new page knows the new parts. Once per build. */
export function reloadOnce(event: Event, build: string): void {
  if (sessionStorage.getItem(key) === build) return
  sessionStorage.setItem(key, build)
  event.preventDefault()
  location.reload()
}
