// How the page looks, kept for the next visit, and the sentence that is being read. The page is whole without it.
(() => {
  const root = document.documentElement
  const display = document.getElementById('_display')
  const kept = name => { try { return localStorage.getItem('leaflet-' + name) || '' } catch { return '' } }
  const keep = (name, value) => { try { localStorage.setItem('leaflet-' + name, value) } catch { /* a page from a stick may keep nothing */ } }
  const show = (name, value) => { value ? root.dataset[name] = value : delete root.dataset[name] }
  for (const input of display.querySelectorAll('input')) {
    if (input.value === kept(input.name)) { input.checked = true; show(input.name, input.value) }
    input.addEventListener('change', () => { show(input.name, input.value); keep(input.name, input.value) })
  }
  display.hidden = false

  const sound = document.getElementById('_sound')
  if (!sound) return
  for (const link of document.querySelectorAll('a.chapter')) {
    link.addEventListener('click', event => {
      event.preventDefault()
      sound.currentTime = Number(link.hash.slice(3))
      sound.play()
    })
  }
  const sentences = Array.from(document.querySelectorAll('[data-begin]'), element =>
    ({ element, begin: Number(element.dataset.begin), end: Number(element.dataset.end) }))
  let lit = null
  sound.addEventListener('timeupdate', () => {
    const now = sound.currentTime
    const found = sentences.find(one => one.begin <= now && now < one.end)
    if (found === lit) return
    if (lit) lit.element.classList.remove('lit')
    lit = found || null
    if (!lit) return
    lit.element.classList.add('lit')
    const place = lit.element.getBoundingClientRect()
    if (!sound.paused && (place.top < 0 || place.bottom > innerHeight)) lit.element.scrollIntoView({ block: 'center' })
  })
})()
