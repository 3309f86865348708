import { count, ready } from './tell.js'

/** Counts whether the browser refused; some refuse without an exception. */
function attempt(name, act) {
  try {
    count(act() ? `${name} worked` : `${name} refused`)
  } catch {
    count(`${name} refused`)
  }
}

await ready()
attempt('open', () => window.open('about:blank'))
attempt('alert', () => window.alert('坏页面'))
attempt('confirm', () => window.confirm('坏页面'))
attempt('read top', () => window.top.document.title)
attempt('read parent', () => window.parent.document.title)
attempt('cookie of parent', () => window.parent.document.cookie)

const link = document.createElement('a')
link.href = URL.createObjectURL(new Blob(['坏页面']))
link.download = 'bad.txt'
link.click()
count('download tried')

attempt('navigate top', () => {
  window.top.location.href = `${document.documentElement.dataset.third}/elsewhere`
  return true
})
