/* Runs in every page of the bench before its own scripts: a client that answers at once (or after `bridge` ms), and the measuring of the page. */
;(() => {
  const answers = {
    agentConfig: () => ({}),
    getContext: () => ({ entry: 'single_chat_tools' }),
    getCurExternalContact: () => ({ userId: window.openContact }),
  }
  const settings = new URLSearchParams(location.hash.slice(1))
  const bridgeMs = Number(settings.get('bridge'))
  window.openContact = settings.get('contact')
  const calls = []
  window.WeixinJSBridge = {
    invoke(name, _params, done) {
      const call = { start: performance.now(), end: Infinity }
      calls.push(call)
      setTimeout(() => {
        call.end = performance.now()
        done({ err_msg: `${name}:ok`, ...answers[name]?.() })
      }, bridgeMs)
    },
    on: () => undefined,
  }
  Object.defineProperty(navigator, 'platform', { get: () => 'Win32' })

  const watched = { shift: 0, longestTaskMs: 0, rowsAtMs: null, rows: 0 }
  window.watched = watched
  const each = (type, take) =>
    new PerformanceObserver((list) => list.getEntries().forEach(take)).observe({ type, buffered: true })
  each('layout-shift', ({ value }) => (watched.shift += value))
  each('longtask', ({ duration }) => (watched.longestTaskMs = Math.max(watched.longestTaskMs, duration)))

  /** Resolves when rows with this text have been painted: in the task after their frame. */
  window.whenRows = (text) =>
    new Promise((resolve) => {
      const rows = () => [...document.querySelectorAll('button.row')].filter((row) => row.textContent.includes(text))
      function look() {
        if (rows().length === 0) return
        observer.disconnect()
        requestAnimationFrame(() => setTimeout(() => resolve({ at: performance.now(), rows: rows().length })))
      }
      const observer = new MutationObserver(look)
      observer.observe(document, { childList: true, subtree: true })
      look()
    })

  window.shown = window.whenRows('').then(({ at, rows }) => void Object.assign(watched, { rowsAtMs: at, rows }))

  /** Opens another chat without reloading the page. */
  window.openNext = async (contact, text) => {
    const began = performance.now()
    window.openContact = contact
    document.dispatchEvent(new Event('visibilitychange'))
    window.dispatchEvent(new Event('focus'))
    return (await window.whenRows(text)).at - began
  }

  /** To each of these its depth: 1 where it waited for no other. */
  function withDepths(all) {
    const chain = []
    for (const one of all.sort((a, b) => a.start - b.start)) {
      const before = chain.filter(({ end }) => end <= one.start)
      chain.push({ ...one, depth: 1 + Math.max(0, ...before.map((each) => each.depth)) })
    }
    return chain
  }

  /** How many of the client's calls waited for one another before the rows were shown. */
  window.bridgeWaits = () =>
    Math.max(0, ...withDepths(calls.filter(({ start }) => start < watched.rowsAtMs)).map(({ depth }) => depth))

  /** The requests that crossed the network before the rows were shown, and how many of them waited for one another. */
  window.waterfall = () => {
    const entries = [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
    // Rows do not wait for pictures.
    const isAwaited = ({ initiatorType }) => initiatorType !== 'img' && initiatorType !== 'other'
    const isBefore = ({ transferSize, startTime }) => transferSize > 0 && startTime < watched.rowsAtMs
    const crossed = entries.filter((entry) => isBefore(entry) && isAwaited(entry))
    return withDepths(
      crossed.map(({ name, startTime, responseEnd }) => ({
        name: name.replace(/^[^/]*\/\/[^/]*/, '').replace(/#.*/, ''),
        start: startTime,
        end: responseEnd,
      })),
    )
  }
})()
