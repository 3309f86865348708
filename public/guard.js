/* eslint-disable no-var */
/* ES5, and before everything else: the theme before the first paint, and a page for engines below the build target. */
;(function (window, document) {
  var root = document.documentElement
  var agent = navigator.userAgent

  function setDark(isDark) {
    root.className = root.className.replace(/ ?van-theme-dark/, '') + (isDark ? ' van-theme-dark' : '')
  }

  // WeCom tells its own theme in the user agent; the system's may differ from it.
  var scheme = /ColorScheme\/(Dark|Light)/i.exec(agent)
  var system = window.matchMedia ? window.matchMedia('(prefers-color-scheme: dark)') : null
  setDark(scheme ? /dark/i.test(scheme[1]) : !!system && system.matches)
  if (!scheme && system && system.addListener) {
    system.addListener(function (event) {
      setDark(event.matches)
    })
  }

  var chrome = /Chrome\/(\d+)/.exec(agent)
  // Promise.any came with Safari 14; a WKWebView does not tell its version.
  var isTooOld = chrome ? Number(chrome[1]) < 107 : !(window.Promise && window.Promise.any)
  if (!isTooOld) return

  root.setAttribute('data-engine', 'too-old')
  document.addEventListener('DOMContentLoaded', function () {
    var app = document.getElementById('app')
    if (!app) return
    app.innerHTML =
      '<div role="alert"><h1>请升级企业微信</h1>' +
      '<p>这个版本太旧，打不开侧边台。</p>' +
      '<p>请在「设置 → 关于」里更新，再打开一次。</p>' +
      '<small>engine_too_old</small></div>'
    // Through the object model: the page's policy forbids style attributes in markup.
    var page = app.firstChild
    page.style.cssText = 'padding:120px 24px 0;text-align:center;font:14px/22px sans-serif'
    page.querySelector('h1').style.cssText = 'margin:0 0 10px;font-size:17px;line-height:24px'
    page.querySelector('small').style.cssText = 'display:block;margin-top:20px;opacity:0.7'
  })
})(window, document)
