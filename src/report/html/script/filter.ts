/** Shows the findings that the form wants; their texts are read when it is first used. */
export const filterScript = `
const form = document.querySelector('.filter')
const findings = [...document.querySelectorAll('.finding')]
const groups = [...document.querySelectorAll('.group')]
const texts = new Map()
function textOf(finding) {
  if (!texts.has(finding)) {
    const rule = finding.closest('.group').querySelector('h3').textContent
    texts.set(finding, (rule + ' ' + finding.textContent).toLowerCase())
  }
  return texts.get(finding)
}
function applyFilter() {
  const words = form.elements.search.value.trim().toLowerCase().split(/\\s+/)
  const fix = form.elements.fix.value
  const levels = new Set([...form.querySelectorAll('[name=severity]:checked')].map((box) => box.value))
  const wants = (finding) => levels.has(finding.dataset.severity)
    && (fix === '' || finding.dataset.fix === fix)
    && words.every((word) => word === '' || textOf(finding).includes(word))
  let shown = 0
  for (const finding of findings) {
    finding.hidden = !wants(finding)
    if (!finding.hidden) shown += 1
  }
  for (const group of groups) {
    group.hidden = !group.querySelector('.finding:not([hidden])')
    const entry = document.querySelector('.contents a[href="#' + group.id + '"]')
    if (entry) entry.parentElement.hidden = group.hidden
    const rest = group.querySelector('details.rest')
    if (rest && shown < findings.length) rest.open = Boolean(rest.querySelector('.finding:not([hidden])'))
  }
  form.querySelector('output').textContent = shown === findings.length
    ? '' : shown + ' of ' + findings.length + ' findings shown'
}
if (form) {
  form.hidden = false
  form.addEventListener('input', applyFilter)
  form.addEventListener('submit', (event) => event.preventDefault())
}
`
