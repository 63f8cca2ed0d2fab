import type { Dataset } from '../model/dataset.ts'
import type { ImageFacts } from '../model/images.ts'

/**
 * The group of each sample that has one, by path: copies of one photo, and samples of one patient or scene, must not
 * vouch for each other.
 */
export function groupsOf({
  dataset,
  images,
}: {
  dataset: Pick<Dataset, 'samples'>
  images: Pick<ImageFacts, 'clusters'>
}): Map<string, string> {
  const groups = new Map<string, string>()
  for (const { path, group } of dataset.samples) if (group !== null) groups.set(path, `group ${group}`)
  const isFree = (path: string) => !groups.has(path)
  for (const { members } of images.clusters) {
    const known = members.flatMap((path) => groups.get(path) ?? [])[0]
    for (const path of members.filter(isFree)) groups.set(path, known ?? `copies of ${members[0]}`)
  }
  return groups
}
