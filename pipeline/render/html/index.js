// Shows the leaflets that have every word that is typed, and says how many. The list is whole without it.
(() => {
  const field = document.getElementById('_words')
  const said = document.getElementById('_said')
  const told = JSON.parse(document.getElementById('_told').textContent)
  // The same steps as fold.py, by which the list was folded.
  const plain = text => Array.from(text.normalize('NFKD').toLowerCase().replace(/[\p{M}\p{Cf}]/gu, ''), c => told.folds[c] ?? c).join('')
  const leaflets = Array.from(document.querySelectorAll('.leaflet'), element => ({
    element,
    listed: Array.from(element.querySelectorAll('.listed'), one => ({ element: one, words: one.dataset.words }))
  }))
  field.addEventListener('input', () => {
    const asked = plain(field.value).split(/\s+/).filter(Boolean)
    let count = 0
    for (const leaflet of leaflets) {
      let shown = false
      for (const one of leaflet.listed) {
        one.element.hidden = !asked.every(word => one.words.includes(word))
        if (one.element.hidden) continue
        shown = true
        count++
      }
      leaflet.element.hidden = !shown
    }
    said.textContent = !asked.length ? '' : count ? told.found.replace('{count}', count) : told.none
  })
  document.getElementById('_find').hidden = false
})()
