/* eslint-disable no-var */
/* ES5, and before everything else: the theme before the first paint, and a page for engines below the build target. */
;(function (window, document) {
  var root = document.documentElement
  var agent = navigator.userAgent

  function setDark(isDark) {
    root.className = root.className.replace(/ ?van-theme-dark/, '') + (isDark ? ' van-theme-dark' : '')
  }

  // The user agent names WeCom's theme, which may differ from the system's.
  var scheme = /ColorScheme\/(Dark|Light)/i.exec(agent)
  var system = window.matchMedia ? window.matchMedia('(prefers-color-scheme: dark)') : null
  setDark(scheme ? /dark/i.test(scheme[1]) : !!system && system.matches)
  if (!scheme && system && system.addListener) {
    system.addListener(function (event) {
      setDark(event.matches)
    })
  }

  function add(parent, tag, text, look) {
    var element = document.createElement(tag)
    element.textContent = text
    element.style.cssText = look
    if (parent) parent.appendChild(element)
    return element
  }

  function say(title, sentence, code) {
    var app = document.getElementById('app')
    if (!app) {
      document.addEventListener('DOMContentLoaded', function () {
        say(title, sentence, code)
      })
      return
    }
    // Styled through the object model: the page's policy forbids style attributes, and our own style may be missing. Colours and
    // measures are those of the page's state screens.
    var isDark = /van-theme-dark/.test(root.className)
    root.style.background = isDark ? '#17181a' : '#f5f6f8'
    var grey = 'color:' + (isDark ? '#adb2ba' : '#5c626b')
    var page = document.createElement('main')
    page.style.cssText = 'display:flex;align-items:center;justify-content:center;min-height:72vh'
    var look = 'min-width:0;padding:24px 32px;text-align:center;font:14px/1.45 sans-serif;color:'
    var part = add(page, 'div', '', look + (isDark ? '#e8eaed' : '#1f2329'))
    part.setAttribute('role', 'alert')
    add(part, 'h1', title, 'margin:14px 0 6px;font-size:16px;line-height:1.4')
    var words = add(part, 'p', '', 'margin:0 0 18px;font-size:13px;' + grey)
    // No clause is broken where it fits on a line.
    sentence.match(/[^，。]+./g).forEach(function (clause) {
      add(words, 'span', clause, 'display:inline-block')
    })
    look = 'width:160px;max-width:100%;height:40px;border:0;border-radius:8px;font-size:14px;text-align:center;'
    look += isDark ? 'background:#6ea1ff;color:#10131a' : 'background:#2b6de8;color:#fff'
    var button = add(part, 'button', '重新加载', look)
    button.type = 'button'
    button.addEventListener('click', function () {
      window.location.reload()
    })
    var note = add(part, 'p', '', 'margin:12px 0 0;font-size:12px;' + grey)
    var number = add(note, 'span', code, '')
    look =
      'min-height:40px;margin-left:6px;border:0;background:none;font-size:12px;color:' +
      (isDark ? '#8bb3ff' : '#1f5bcc')
    var copy = add(note, 'button', '复制编号', look)
    copy.type = 'button'
    copy.addEventListener('click', function () {
      window.getSelection().selectAllChildren(number)
      copy.textContent = document.execCommand('copy') ? '已复制' : '请长按选择'
    })
    app.textContent = ''
    app.appendChild(page)
  }

  // Tells the operator what goes wrong, each kind once. A report that fails is lost, and no error of the page.
  var reported = {}
  function report(code) {
    try {
      var boot = JSON.parse(document.getElementById('boot').textContent)
      var client = /wxwork\/(\d[\d.]*\d)/.exec(agent)
      var text = JSON.stringify({ code: code, build: boot.build, client: client && client[1] })
      if (boot.session && !reported[code])
        navigator.sendBeacon('/api/reports', new Blob([text], { type: 'application/json' }))
      reported[code] = true
      // eslint-disable-next-line no-unused-vars -- ES5 has no catch without a name
    } catch (error) {
      // Not served by the BFF.
    }
  }

  window.addEventListener('unhandledrejection', function (event) {
    // The page may say that it is none.
    setTimeout(function () {
      if (!event.defaultPrevented) report('promise_rejected')
    })
  })
  window.addEventListener('vite:preloadError', function () {
    report('part_missing')
  })
  window.addEventListener('render_failed', function () {
    report('render_failed')
  })

  // The page's own script could not be loaded: otherwise the skeleton would stay for ever.
  function onError(event) {
    // Those of the client's own scripts bring none.
    if (event.error) report('script_failed')
    if (!event.target || event.target.tagName !== 'SCRIPT') return
    report('script_missing')
    say('侧边台没能打开', '网络断了，或者刚刚升级过。请检查网络，然后重新加载。', 'script_missing')
  }
  window.addEventListener('error', onError, true)

  // A page that the browser takes back out of its memory may be another person's by now: nothing of it is seen, from the
  // moment it is put away, until the server has said that it is still the same one.
  function staffOf(session) {
    return (session && session.staff && session.staff.userid) || null
  }

  function isSame(request) {
    if (request.status !== 200 && request.status !== 401) return false
    try {
      var boot = JSON.parse(document.getElementById('boot').textContent)
      return staffOf(boot.session) === (request.status === 200 ? staffOf(JSON.parse(request.responseText)) : null)
      // eslint-disable-next-line no-unused-vars -- ES5 has no catch without a name
    } catch (error) {
      return false
    }
  }

  window.addEventListener('pagehide', function (event) {
    if (event.persisted) root.style.visibility = 'hidden'
  })
  window.addEventListener('pageshow', function (event) {
    if (!event.persisted) return
    root.style.visibility = 'hidden'
    var request = new XMLHttpRequest()
    request.open('GET', '/api/session')
    request.timeout = 20000
    request.onloadend = function () {
      if (isSame(request)) root.style.visibility = ''
      else window.location.reload()
    }
    request.send()
  })

  var chrome = /Chrome\/(\d+)/.exec(agent)
  // Promise.any came with Safari 14; a WKWebView does not say its version.
  var isTooOld = chrome ? Number(chrome[1]) < 107 : !(window.Promise && window.Promise.any)
  if (!isTooOld) return

  root.setAttribute('data-engine', 'too-old')
  // The boot data stand behind this script.
  document.addEventListener('DOMContentLoaded', function () {
    report('engine_too_old')
  })
  say('请升级企业微信', '这个版本太旧，打不开侧边台。请在「设置 → 关于」里更新，再打开一次。', 'engine_too_old')
})(window, document)
