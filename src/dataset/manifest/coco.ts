import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { z } from 'zod'
import { splitOfFile } from '../split-names.ts'
import type { ManifestTable } from './read.ts'
import { ManifestFault } from './row.ts'

const Id = z.union([z.int(), z.string()])

/** The part of COCO's instances files that says what is in which image: https://cocodataset.org/#format-data */
const Coco = z.looseObject({
  images: z.array(z.looseObject({ id: Id, file_name: z.string() })).min(1),
  annotations: z.array(
    z.looseObject({
      image_id: Id,
      category_id: Id,
      area: z.number().optional(),
      bbox: z.array(z.number()).optional(),
    }),
  ),
  categories: z.array(z.looseObject({ id: Id, name: z.string() })),
})

/** Of several objects, the one that covers the most is the label if it covers so much of all objects' area. */
const dominance = 0.5

/**
 * COCO annotations as a table of `file`, `label` (the category of all objects, or of those that cover most of the
 * area; none where no category does) and `split` (from the file's name). null when the file is something else.
 * @throws ManifestFault when the file cannot be read
 */
export async function readCoco(root: string, file: string): Promise<ManifestTable | null> {
  const text = await readFile(path.resolve(root, file), 'utf8')
  if (!/"annotations"/.test(text)) return null
  let value: unknown
  try {
    value = JSON.parse(text.replace(/^\ufeff/, ''))
  } catch {
    throw new ManifestFault('not valid JSON')
  }
  const coco = Coco.safeParse(value)
  if (!coco.success) return null
  const { images, annotations, categories } = coco.data
  const names = new Map(categories.map(({ id, name }) => [id, name]))
  const areas = new Map<number | string, Map<string, number>>()
  for (const { image_id: image, category_id: category, area, bbox } of annotations) {
    const name = names.get(category) ?? `category ${category}`
    const covered = areas.get(image) ?? new Map<string, number>()
    areas.set(image, covered.set(name, (covered.get(name) ?? 0) + sizeOf(area, bbox)))
  }
  const split = splitOfFile(file)
  const rows = images.map(({ id, file_name: name }) => {
    const label = dominant(areas.get(id))
    const cells = new Map([['file', name]])
    if (label !== null) cells.set('label', label)
    if (split !== null) cells.set('split', split)
    return { cells, lines: null }
  })
  return { path: path.posix.normalize(file), columns: ['file', 'label', 'split'], rows, text: null }
}

/** Square pixels; image classification sets written as COCO have neither. */
const sizeOf = (area: number | undefined, bbox: readonly number[] | undefined) =>
  area ?? (bbox?.[2] ?? 1) * (bbox?.[3] ?? 1)

function dominant(areas: ReadonlyMap<string, number> | undefined): string | null {
  const all = [...(areas ?? [])].sort(([a, one], [b, other]) => other - one || (a < b ? -1 : 1))
  const [first] = all
  const sum = all.reduce((total, [, area]) => total + area, 0)
  return first !== undefined && (all.length === 1 || first[1] > sum * dominance) ? first[0] : null
}
