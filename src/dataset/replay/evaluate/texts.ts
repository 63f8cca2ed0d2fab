import { partsOf } from './compare.ts'
import type { Given, Operation } from './given.ts'
import { type FileValue, isList, listOf, textOf, Undecided, written } from './values.ts'

const pathOf = (path: string): FileValue => ({ kind: 'path', path })

/** What pathlib makes of parts: one separator, no `.`, an absolute part begins anew. */
export function pathFrom(parts: readonly string[]): string {
  let path = ''
  for (const part of parts) path = part.startsWith('/') ? part : path === '' ? part : `${path}/${part}`
  const clean = partsOf(path)
  const text = clean[0] === '/' ? `/${clean.slice(1).join('/')}` : clean.join('/')
  return text === '' ? '.' : text
}

/** `os.path.join`. */
function joinPath(parts: readonly string[]): string {
  let path = ''
  for (const part of parts) {
    if (part.startsWith('/') || path === '') path = part
    else path += path.endsWith('/') ? part : `/${part}`
  }
  return path
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1)

/** `os.path.dirname`. */
function folderOf(path: string): string {
  const head = path.slice(0, path.lastIndexOf('/') + 1)
  return /[^/]/.test(head) ? head.replace(/\/+$/, '') : head
}

/** `os.path.splitext`: leading dots of a name begin no ending. */
export function splitEnding(path: string): [string, string] {
  const name = nameOf(path)
  const dot = name.lastIndexOf('.')
  if (dot <= 0 || /^\.*$/.test(name.slice(0, dot))) return [path, '']
  return [path.slice(0, path.length - name.length + dot), name.slice(dot)]
}

function parent(path: string): string {
  const parts = partsOf(path)
  return parts.length <= 1 ? (parts[0] === '/' ? '/' : '.') : pathFrom(parts.slice(0, -1))
}

/** `text.split(sep, maxsplit)`, from the end for `rsplit`; without a separator by white space. */
function splitText(given: Given, fromEnd: boolean): FileValue {
  const text = given.text('text')
  const most = given.numberOr('most', -1)
  const separator = given.value('separator')
  if (separator === null) {
    if (most >= 0) throw new Undecided('a limited split at white space is not followed')
    return listOf(text.split(/\s+/).filter((part) => part !== ''))
  }
  const mark = textOf(separator)
  const parts = text.split(mark)
  const extra = parts.length - 1 - most
  if (most < 0 || extra <= 0) return listOf(parts)
  return fromEnd
    ? listOf([parts.slice(0, extra + 1).join(mark), ...parts.slice(extra + 1)])
    : listOf([...parts.slice(0, most), parts.slice(most).join(mark)])
}

/** `startswith` and `endswith`, also with a tuple. */
const touches =
  (test: (text: string, part: string) => boolean): Operation =>
  (given) => {
    const text = given.text('text')
    const part = given.value('part')
    return isList(part) ? part.items.some((one) => test(text, textOf(one))) : test(text, textOf(part))
  }

const onText =
  (change: (text: string) => FileValue): Operation =>
  (given) =>
    change(given.text('text'))

function stripped(given: Given, ends: 'start' | 'end' | 'both'): FileValue {
  const letters = given.value('letters')
  const drops = (letter: string | undefined) =>
    letter !== undefined && (letters === null ? /\s/.test(letter) : textOf(letters).includes(letter))
  const text = [...given.text('text')]
  while (ends !== 'end' && drops(text[0])) text.shift()
  while (ends !== 'start' && drops(text.at(-1))) text.pop()
  return text.join('')
}

const parts = (given: Given) => given.list('parts').items

function integer(given: Given): FileValue {
  const value = given.value('value')
  if (typeof value === 'string') {
    if (!/^\s*[+-]?\d+\s*$/.test(value)) throw new Undecided(`${value} is no number`)
    return Number(value)
  }
  return Math.trunc(given.number('value'))
}

/** `format(n, '03d')`: of whole numbers, with zeros or blanks in front. */
function formatted(given: Given): FileValue {
  const value = given.value('value')
  const wanted = /^(0?)(\d*)d?$/.exec(given.text('format'))
  if (wanted === null || typeof value !== 'number' || !Number.isInteger(value))
    throw new Undecided('a name is formatted in a way that is not followed')
  return String(value).padStart(Number(wanted[2]), wanted[1] === '0' ? '0' : ' ')
}

/** Operations on texts and paths. */
export const texts: readonly (readonly [string, Operation])[] = [
  ['path', (given) => pathOf(pathFrom(parts(given).map(textOf)))],
  ['join-path', (given) => joinPath(parts(given).map(textOf))],

  ['basename', onText(nameOf)],
  ['dirname', onText(folderOf)],
  ['as-path', onText((text) => pathOf(pathFrom([text])))],
  ['format', formatted],
  ['normal-path', onText((text) => pathFrom([text]))],
  ['split-path', onText((text) => listOf([folderOf(text), nameOf(text)]))],
  ['split-ending', onText((text) => listOf(splitEnding(text)))],
  ['parent', onText((text) => pathOf(parent(text)))],
  ['parents', onText((text) => listOf(ancestors(text)))],
  ['name', onText((text) => partsOf(text).at(-1) ?? '')],
  ['stem', onText((text) => splitEnding(partsOf(text).at(-1) ?? '')[0])],
  ['suffix', onText((text) => splitEnding(partsOf(text).at(-1) ?? '')[1])],
  ['parts', onText((text) => listOf(partsOf(text)))],
  ['string', (given) => written(given.value('value'))],
  ['int', integer],
  ['template', (given) => parts(given).map(written).join('')],
  ['split', (given) => splitText(given, false)],
  ['rsplit', (given) => splitText(given, true)],
  ['starts-with', touches((text, part) => text.startsWith(part))],
  ['ends-with', touches((text, part) => text.endsWith(part))],
  ['lower', onText((text) => text.toLowerCase())],
  ['upper', onText((text) => text.toUpperCase())],
  ['strip', (given) => stripped(given, 'both')],
  ['left-strip', (given) => stripped(given, 'start')],
  ['right-strip', (given) => stripped(given, 'end')],
  ['replace', (given) => given.text('text').replaceAll(given.text('old'), () => given.text('new'))],
  ['join', (given) => given.list('list').items.map(textOf).join(given.text('text'))],
]

function ancestors(path: string): FileValue[] {
  const found: FileValue[] = []
  for (let at = path; parent(at) !== at; at = parent(at)) found.push(pathOf(parent(at)))
  return found
}
