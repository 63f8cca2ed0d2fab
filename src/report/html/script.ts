/**
 * What the page can do beyond being read: filter findings, lay one image of a pair over the other, unfold everything
 * for paper. The page is complete without it. The CSP admits exactly this text.
 */
export const script = `
'use strict'
const form = document.querySelector('.filter')
const findings = [...document.querySelectorAll('.finding')]
const groups = [...document.querySelectorAll('.group')]
const textOf = new Map()
for (const finding of findings) {
  const rule = finding.closest('.group').querySelector('h3').textContent
  textOf.set(finding, (rule + ' ' + finding.textContent).toLowerCase())
}
function applyFilter() {
  const wanted = form.elements.search.value.trim().toLowerCase()
  const levels = new Set([...form.querySelectorAll('[name=severity]:checked')].map((box) => box.value))
  let shown = 0
  for (const finding of findings) {
    finding.hidden = !levels.has(finding.dataset.severity) || !textOf.get(finding).includes(wanted)
    if (!finding.hidden) shown += 1
  }
  for (const group of groups) {
    group.hidden = !group.querySelector('.finding:not([hidden])')
    const entry = document.querySelector('.contents a[href="#' + group.id + '"]')
    if (entry) entry.parentElement.hidden = group.hidden
    const rest = group.querySelector('details.rest')
    if (rest && wanted !== '') rest.open = Boolean(rest.querySelector('.finding:not([hidden])'))
  }
  form.querySelector('output').textContent = shown === findings.length
    ? '' : shown + ' of ' + findings.length + ' findings shown'
}
if (form) {
  form.hidden = false
  form.addEventListener('input', applyFilter)
  form.addEventListener('submit', (event) => event.preventDefault())
}
for (const pair of document.querySelectorAll('.pair')) {
  const images = [...pair.querySelectorAll('img')]
  if (images.length !== 2) continue
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'compare'
  button.textContent = 'Show difference'
  button.setAttribute('aria-pressed', 'false')
  let tile = null
  button.addEventListener('click', () => {
    if (tile === null) {
      tile = document.createElement('figure')
      tile.className = 'picture'
      tile.innerHTML = '<div class="difference"></div><figcaption>Difference: black where both agree</figcaption>'
      for (const image of images) {
        const copy = image.cloneNode()
        copy.alt = ''
        copy.loading = 'eager'
        tile.firstChild.append(copy)
      }
      pair.querySelector('.pictures').append(tile)
    } else {
      tile.remove()
      tile = null
    }
    button.setAttribute('aria-pressed', String(tile !== null))
  })
  pair.append(button)
}
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
})
`
