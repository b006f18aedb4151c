// Shows the leaflets that have every word that is typed. The list is whole without it.
(() => {
  const field = document.getElementById('_words')
  const none = document.getElementById('_none')
  const nothing = JSON.parse(document.getElementById('_nothing').textContent)
  const plain = text => text.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  const leaflets = Array.from(document.querySelectorAll('.leaflet'), element => ({
    element,
    listed: Array.from(element.querySelectorAll('.listed'), one => ({ element: one, words: plain(one.dataset.words) }))
  }))
  field.addEventListener('input', () => {
    const asked = plain(field.value).split(/\s+/).filter(Boolean)
    let any = false
    for (const leaflet of leaflets) {
      let shown = false
      for (const one of leaflet.listed) {
        one.element.hidden = !asked.every(word => one.words.includes(word))
        shown = shown || !one.element.hidden
      }
      leaflet.element.hidden = !shown
      any = any || shown
    }
    none.textContent = any ? '' : nothing
  })
  document.getElementById('_find').hidden = false
})()
