/**
 * The difference of two images, as a third one: laid over each other and subtracted by the browser, the first turned
 * as the second was. It is made when its pair comes near, or for paper. In galleries a line about two copies becomes a
 * button that lays them side by side.
 */
export const compareScript = `
function differenceOf(images) {
  const tile = document.createElement('figure')
  tile.className = 'picture'
  tile.innerHTML = '<div class="difference"></div><figcaption>Difference, 3 times as bright: black where both agree</figcaption>'
  for (const image of images) {
    const copy = image.cloneNode()
    copy.alt = ''
    copy.loading = 'eager'
    tile.firstChild.append(copy)
  }
  return tile
}
function compare(pair) {
  const images = [...pair.querySelectorAll('img')]
  if (images.length === 2 && !('same' in pair.dataset)) pair.querySelector('.pictures').append(differenceOf(images))
}
const waiting = new Map()
function arrive(element) {
  near.unobserve(element)
  const run = waiting.get(element)
  waiting.delete(element)
  if (run) run(element)
}
const near = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) if (isIntersecting) arrive(target)
}, { rootMargin: '400px' })
function whenNear(element, run) {
  waiting.set(element, run)
  near.observe(element)
}
for (const pair of document.querySelectorAll('.pair')) whenNear(pair, compare)
addEventListener('beforeprint', () => {
  for (const details of document.querySelectorAll('details')) details.open = true
  for (const element of [...waiting.keys()]) arrive(element)
})
for (const line of document.querySelectorAll('.links > li[data-a]')) {
  const button = document.createElement('button')
  button.type = 'button'
  button.setAttribute('aria-pressed', 'false')
  button.textContent = line.textContent
  line.replaceChildren(button)
  button.addEventListener('click', () => {
    const gallery = line.closest('.gallery')
    const pressed = button.getAttribute('aria-pressed') === 'true'
    for (const other of gallery.querySelectorAll('.links button')) other.setAttribute('aria-pressed', 'false')
    gallery.querySelector('.pair')?.remove()
    if (pressed) return
    button.setAttribute('aria-pressed', 'true')
    const pictures = gallery.querySelectorAll('.pictures > .picture')
    const pair = document.createElement('div')
    pair.className = 'pair'
    Object.assign(pair.dataset, line.dataset)
    pair.innerHTML = '<div class="pictures"></div>'
    for (const number of [line.dataset.a, line.dataset.b]) pair.firstChild.append(pictures[number - 1].cloneNode(true))
    gallery.append(pair)
    compare(pair)
  })
}
`
