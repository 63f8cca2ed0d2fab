import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { inFolder, parentOf } from './tree.ts'

/** Lists of class names, one a line, in the order of their numbers. */
const classLists = ['classes.txt', 'labels.txt', 'class_names.txt', 'label_names.txt', 'label.labels.txt']

/** The names of numbered classes, from a list in the folder of a file or the one above; null when there is none. */
export async function classesBeside(
  root: string,
  file: string,
  present: ReadonlySet<string>,
): Promise<string[] | null> {
  const folder = parentOf(file)
  const tried = [folder, parentOf(folder)].flatMap((one) => classLists.map((name) => inFolder(one, name)))
  const list = tried.find((one) => present.has(one))
  if (list === undefined) return null
  const text = await readFile(path.join(root, list), 'utf8').catch(() => '')
  const names = text.split(/\r?\n/).map((line) => line.trim())
  while (names.at(-1) === '') names.pop()
  return names.length === 0 ? null : names
}

/** A label as text: numbers by the list of names, if it has that number. */
export function nameLabel(label: string | null, classes: readonly string[] | null): string | null {
  if (label === null || classes === null || !/^\d+$/.test(label)) return label
  return classes[Number(label)] ?? label
}
