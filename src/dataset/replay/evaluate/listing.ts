import { byCodePoint } from '../code-point.ts'
import type { Given, Operation } from './given.ts'
import { isMagic, matcher } from './glob-pattern.ts'
import { type FileValue, listOf, type PathValue, textOf, Undecided } from './values.ts'
import type { Entry, World } from './world.ts'

const joined = (folder: string, name: string) =>
  folder === '' ? name : folder.endsWith('/') ? folder + name : `${folder}/${name}`

const pathOf = (path: string): PathValue => ({ kind: 'path', path })

/** The entries of a folder. @throws Undecided when there is none */
function entriesOf(folder: string, world: World): readonly Entry[] {
  const entries = world.entries(folder === '' ? '.' : folder)
  if (entries === null) throw new Undecided(`there is no folder ${folder}`)
  return entries
}

function listdir(given: Given, world: World): FileValue {
  const folder = given.value('folder')
  const names = entriesOf(folder === null ? '.' : textOf(folder), world).map(({ name }) => name)
  return listOf(names, 'os.listdir')
}

/** `Path.iterdir()`, and `os.scandir`, whose entries are used as paths. */
function iterdir(given: Given, world: World): FileValue {
  const folder = given.text('folder')
  return listOf(
    entriesOf(folder, world).map(({ name }) => pathOf(joined(folder, name))),
    'iterdir',
  )
}

/** `os.walk`: a folder, the folders in it, the files in it; top down, without following links. */
function walk(given: Given, world: World): FileValue {
  const rows: FileValue[] = []
  const visit = (folder: string) => {
    const entries = entriesOf(folder, world)
    const names = (folders: boolean) => entries.filter((one) => one.folder === folders).map((one) => one.name)
    rows.push(listOf([folder, listOf(names(true), 'os.walk'), listOf(names(false), 'os.walk')]))
    for (const { name, folder: inner, link } of entries) if (inner && !link) visit(joined(folder, name))
  }
  visit(given.text('folder'))
  return listOf(rows, 'os.walk')
}

/** `glob.glob(pattern, root_dir=, recursive=)`: `**` means folders of any depth only with `recursive`. */
function glob(given: Given, world: World): FileValue {
  const root = given.value('root')
  const base = root === null ? '' : textOf(root)
  const found = matches(given.text('pattern'), base, given.truth('recursive'), world)
  return listOf(found, 'glob.glob')
}

/** `Path.glob` and `Path.rglob`: paths, hidden ones as well, and `**` always means folders. */
function pathGlob(given: Given, world: World): FileValue {
  const folder = given.text('folder')
  const pattern = given.truth('anyDepth') ? `**/${given.text('pattern')}` : given.text('pattern')
  const found = matches(pattern, folder, true, world, true)
  return listOf(
    [...new Set(found)].map((name) => pathOf(joined(folder, name))),
    'Path.glob',
  )
}

/** What a pattern matches below `base`, relative to it. */
function matches(pattern: string, base: string, recursive: boolean, world: World, hidden = false): string[] {
  const [start, parts] = pattern.startsWith('/')
    ? ['/', pattern.slice(1).split('/')]
    : ['', pattern.split('/')]
  const from = (inner: string) =>
    inner === '' ? (base === '' ? '.' : base) : inner.startsWith('/') ? inner : joined(base, inner)
  const descend = (inner: string): string[] => [
    inner,
    ...(world.entries(from(inner)) ?? [])
      .filter(({ name, folder, link }) => folder && !(link && hidden) && (hidden || !name.startsWith('.')))
      .flatMap(({ name }) => descend(joined(inner, name))),
  ]
  const match = (inner: string, [part, ...rest]: readonly string[]): string[] => {
    if (part === undefined) return [inner]
    if (part === '**' && recursive) {
      const folders = descend(inner)
      if (rest.length > 0) return folders.flatMap((folder) => match(folder, rest))
      throw new Undecided('what a pattern that ends with ** matches is not followed')
    }
    if (!isMagic(part)) {
      const next = joined(inner, part)
      return world.place(from(next)) === null ? [] : match(next, rest)
    }
    const fits = matcher(part)
    return (world.entries(from(inner)) ?? [])
      .filter(({ name }) => fits(name) && (hidden || part.startsWith('.') || !name.startsWith('.')))
      .filter(({ folder }) => folder || rest.length === 0)
      .flatMap(({ name }) => match(joined(inner, name), rest))
  }
  return match(start, parts)
}

/** Endings of torchvision's `IMG_EXTENSIONS` (torchvision/datasets/folder.py). */
const imageEndings = ['.jpg', '.jpeg', '.png', '.ppm', '.bmp', '.pgm', '.tif', '.tiff', '.webp']

/**
 * torchvision's `ImageFolder(root)`: classes by name, in each the folders below it by path and the files of each by
 * name; links are followed (torchvision/datasets/folder.py: find_classes, make_dataset).
 */
function imageFolder(given: Given, world: World): { classes: string[]; samples: [string, number][] } {
  const root = given.text('root')
  const sorted = (folder: string) => [...entriesOf(folder, world)].sort((a, b) => byCodePoint(a.name, b.name))
  const below = (folder: string): string[] => [
    folder,
    ...sorted(folder).flatMap(({ name, folder: inner }) => (inner ? below(joined(folder, name)) : [])),
  ]
  const isImage = (name: string) => imageEndings.some((ending) => name.toLowerCase().endsWith(ending))
  const classes = sorted(root).flatMap(({ name, folder }) => (folder ? [name] : []))
  const samples = classes.flatMap((name, label) =>
    below(joined(root, name))
      .sort(byCodePoint)
      .flatMap((inner) =>
        sorted(inner)
          .filter((entry) => !entry.folder && isImage(entry.name))
          .map((entry): [string, number] => [joined(inner, entry.name), label]),
      ),
  )
  return { classes, samples }
}

const kindIs =
  (wanted: (place: 'file' | 'folder' | null) => boolean): Operation =>
  (given, world) => {
    const path = given.text('path')
    if (world.place(path) === null) return wanted(null)
    return wanted(world.entries(path) === null ? 'file' : 'folder')
  }

/** Operations that look at folders. */
export const listing: readonly (readonly [string, Operation])[] = [
  ['listdir', listdir],
  ['iterdir', iterdir],
  ['walk', walk],
  ['glob', glob],
  ['path-glob', pathGlob],
  ['image-folder', (given, world) => listOf(imageFolder(given, world).samples.map(([file]) => file))],
  [
    'image-folder-samples',
    (given, world) => listOf(imageFolder(given, world).samples.map((one) => listOf(one))),
  ],
  [
    'image-folder-targets',
    (given, world) => listOf(imageFolder(given, world).samples.map(([, label]) => label)),
  ],
  ['image-folder-classes', (given, world) => listOf(imageFolder(given, world).classes)],
  ['is-folder', kindIs((kind) => kind === 'folder')],
  ['is-file', kindIs((kind) => kind === 'file')],
  ['exists', kindIs((kind) => kind !== null)],
  ['script', (_, world) => world.script],
]
