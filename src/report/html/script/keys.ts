/** Keys, but not while something is typed or with a modifier; and a button at each command that copies it. */
export const keysScript = `
let current = null
function step(by) {
  const shown = findings.filter((finding) => !finding.hidden)
  const at = shown.indexOf(current)
  const next = shown[at < 0 ? (by > 0 ? 0 : shown.length - 1) : at + by]
  if (!next) return
  const rest = next.closest('details')
  if (rest) rest.open = true
  next.tabIndex = -1
  next.focus({ preventScroll: true })
  next.scrollIntoView({ block: 'start' })
  current = next
}
addEventListener('keydown', (event) => {
  if (!form || event.ctrlKey || event.metaKey || event.altKey) return
  const typing = event.target.closest('input[type=search], select')
  if (event.key === 'Escape' && (typing || event.target.closest('.finding') || event.target === document.body)) {
    form.reset()
    applyFilter()
    if (typing) event.target.blur()
  }
  if (typing) return
  if (event.key === '/') {
    event.preventDefault()
    form.elements.search.focus()
  }
  if (event.key === 'j') step(1)
  if (event.key === 'k') step(-1)
})
addEventListener('focusin', ({ target }) => { current = target.closest('.finding') ?? current })
function addCopyButton(command) {
  const button = document.createElement('button')
  button.type = 'button'
  button.className = 'copy'
  button.textContent = 'Copy'
  button.setAttribute('aria-label', 'Copy ' + command.textContent)
  button.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(command.textContent)
      button.textContent = 'Copied'
    } catch {
      getSelection().selectAllChildren(command)
      button.textContent = 'Selected'
    }
    setTimeout(() => { button.textContent = 'Copy' }, 2000)
  })
  command.after(button)
}
for (const command of document.querySelectorAll('.command')) whenNear(command, addCopyButton)
`
