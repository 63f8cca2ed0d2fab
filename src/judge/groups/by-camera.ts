import { groupBy } from '../../model/group-by.ts'
import type { Exif, ImageFacts } from '../../model/images.ts'
import type { Grouping, Photo } from './grouping.ts'

/** Photos of one camera that follow each other within so many milliseconds are one burst or one scene. */
const burstMs = 10_000

/** The groupings that the camera's notes allow: one capture, one burst, one place. */
export function groupingsByCamera(photos: readonly Photo[], { images }: ImageFacts): Grouping[] {
  const notes = new Map(
    photos.flatMap(({ sample }) => {
      const fact = images.get(sample.path)
      return fact?.ok && fact.exif !== null ? [[sample.path, fact.exif] as const] : []
    }),
  )
  const strata = new Map([...notes].map(([path, exif]) => [path, cameraOf(exif)]))
  const groupings: Grouping[] = [
    { kind: 'capture', basis: 'the same image id in Exif', groups: groupsBy(notes, captureOf), strata },
    { kind: 'burst', basis: 'one camera within seconds (Exif)', groups: burstsOf(notes), strata },
    { kind: 'place', basis: 'the same place in Exif', groups: groupsBy(notes, placeOf), strata },
  ]
  return groupings.filter(({ groups }) => groups.size > 0)
}

const cameraOf = ({ make, model, bodySerial }: Exif) => JSON.stringify([make, model, bodySerial])

const captureOf = (exif: Exif) =>
  exif.imageUniqueId === null ? null : `${cameraOf(exif)} ${exif.imageUniqueId}`

const placeOf = ({ place }: Exif) => (place === null ? null : `${place.latitude} ${place.longitude}`)

function groupsBy(
  notes: ReadonlyMap<string, Exif>,
  keyOf: (exif: Exif) => string | null,
): Map<string, string> {
  return new Map(
    [...notes].flatMap(([path, exif]) => {
      const key = keyOf(exif)
      return key === null ? [] : [[path, key] as const]
    }),
  )
}

/** Chains of photos of one camera, each within `burstMs` of the one before. */
function burstsOf(notes: ReadonlyMap<string, Exif>): Map<string, string> {
  const groups = new Map<string, string>()
  for (const [camera, taken] of groupBy(notes, ([, exif]) => cameraOf(exif))) {
    const inOrder = taken
      .flatMap(([path, { takenMs }]) => (takenMs === null ? [] : [{ path, takenMs }]))
      .sort((a, b) => a.takenMs - b.takenMs)
    let first = Number.NEGATIVE_INFINITY
    let before = Number.NEGATIVE_INFINITY
    for (const { path, takenMs } of inOrder) {
      if (takenMs - before > burstMs) first = takenMs
      before = takenMs
      groups.set(path, `${camera} ${first}`)
    }
  }
  return groups
}
