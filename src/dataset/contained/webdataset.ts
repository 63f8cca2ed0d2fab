import path from 'node:path'
import { z } from 'zod'
import { readTar, type TarMember } from '../../containers/tar.ts'
import type { Sample } from '../../model/dataset.ts'
import { kindOf } from '../../project/kinds.ts'
import { nameLabel } from '../class-list.ts'
import { plain, usualColumns } from '../manifest/column-names.ts'
import { splitOfFolder } from '../split-names.ts'
import type { Contained, ContainerOptions } from './contained.ts'

/** Members that say the class of the image with the same key, most telling first. */
const labelEndings = ['cls', 'cls.txt', 'label', 'label.txt', 'class', 'class.txt', 'target', 'txt']

/** A `.txt` is a class name if it is short; longer ones are captions. */
const isClassName = (text: string) => text.length <= 40 && text.split(/\s+/).length <= 3

/** Labels and metadata are short; larger members are not held. Bytes. */
const largestText = 1 << 20

/** One sample of the archive: members with the same name up to the first dot of the file's name. */
interface Group {
  key: string
  images: TarMember[]
  texts: Map<string, string>
}

/**
 * The images of a WebDataset shard. Their labels stand in members of the same key: `.cls` and the like, or a `label`
 * in `.json`. An archive without such members is one of class folders: the folder is the label.
 * https://github.com/webdataset/webdataset#the-webdataset-format
 */
export async function readShard(options: ContainerOptions): Promise<Contained> {
  const { root, file, signal } = options
  const samples: Sample[] = []
  const taken = new Set<string>()
  let problem: string | null = null
  let group: Group = { key: '', images: [], texts: new Map() }
  const finish = () => {
    for (const sample of samplesOf(group, options)) {
      samples.push({ ...sample, path: freeName(sample.path, taken) })
    }
  }
  for await (const member of readTar(path.resolve(root, file), isText)) {
    signal?.throwIfAborted()
    if ('reason' in member) {
      problem = member.reason
      break
    }
    const { key, ending } = keyOf(member.name)
    if (key !== group.key) {
      finish()
      group = { key, images: [], texts: new Map() }
    }
    if (kindOf(member.name) === 'image') {
      if (!beside.test(ending)) group.images.push(member)
    } else if (member.bytes !== null)
      group.texts.set(ending, Buffer.from(member.bytes).toString('utf8').trim())
  }
  finish()
  if (samples.every(({ label }) => label === null)) labelByFolder(samples, file)
  return { samples, problem }
}

const isText = (name: string, length: number) =>
  length <= largestText && /\.(cls|txt|json|label|class|target)$/i.test(name)

/** Images of something else than the sample looks like. */
const beside = /^(seg|mask|segmentation|depth|annotation|edges?)\./

/** As webdataset splits names: the key ends at the first dot of the last part. */
function keyOf(name: string): { key: string; ending: string } {
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1)
  return dot === -1
    ? { key: name, ending: '' }
    : { key: name.slice(0, dot), ending: name.slice(dot + 1).toLowerCase() }
}

/** webdataset reads members of one name one by one; each is an image of its own here as well. */
function freeName(wanted: string, taken: Set<string>): string {
  let name = wanted
  for (let number = 2; taken.has(name); number += 1) name = `${wanted}~${number}`
  taken.add(name)
  return name
}

function samplesOf({ images, texts }: Group, { file, split, columns, classes }: ContainerOptions): Sample[] {
  if (images.length === 0) return []
  const about = jsonCells(texts.get('json'))
  const cell = (named: string | undefined, usual: readonly string[]) =>
    named === undefined
      ? (usual
          .map((name) => [...about].find(([key]) => plain(key) === name)?.[1])
          .find((one) => one !== undefined) ?? null)
      : (texts.get(named) ?? about.get(named) ?? null)
  const label =
    columns.label === undefined
      ? (labelEndings
          .map((ending) => texts.get(ending))
          .find((text, at) => text !== undefined && (labelEndings[at] !== 'txt' || isClassName(text))) ??
        cell(undefined, usualColumns.label))
      : cell(columns.label, [])
  const side = cell(columns.split, usualColumns.split)
  const group = cell(columns.group, usualColumns.group)
  return images.map(({ name, part }) => ({
    path: `${file}/${path.posix.normalize(name).replace(/^\/+/, '')}`,
    split: (side === null ? null : splitOfFolder(side)) ?? split,
    label: nameLabel(label === '' ? null : label, classes),
    group,
    container: { path: file, part },
  }))
}

const Cells = z.record(z.string(), z.json())

function jsonCells(text: string | undefined): Map<string, string> {
  if (text === undefined) return new Map()
  try {
    const cells = Object.entries(Cells.parse(JSON.parse(text)))
    return new Map(
      cells.flatMap(([key, value]) =>
        typeof value === 'string' || typeof value === 'number' ? [[key, String(value)] as const] : [],
      ),
    )
  } catch {
    return new Map()
  }
}

/** `data.tar/train/cat/1.jpg`: split and class by the folders in the archive. */
function labelByFolder(samples: Sample[], file: string): void {
  for (const [index, sample] of samples.entries()) {
    const folders = sample.path
      .slice(file.length + 1)
      .split('/')
      .slice(0, -1)
    const at = folders.findIndex((folder) => splitOfFolder(folder) !== null)
    const side = at === -1 ? null : splitOfFolder(folders[at] ?? '')
    const label = at === -1 ? folders.at(-1) : folders[at + 1]
    samples[index] = { ...sample, split: side ?? sample.split, label: label ?? null }
  }
}
