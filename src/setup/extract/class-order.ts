import type { FileExpression } from '../../model/file-expression.ts'

/** Operations that keep the order of a list: the argument that holds it. */
const keeping: Readonly<Record<string, string>> = {
  array: 'list',
  'as-list': 'list',
  'with-labels': 'list',
  slice: 'object',
}

/**
 * Whether samples were listed folder after folder: by a loop over folders with a loop over the files of each in it. The
 * labels then come one class after the other.
 */
export function isFolderAfterFolder(samples: FileExpression): boolean {
  if (samples.kind === 'each') {
    const { id, over, gives } = samples
    const inner = gives.kind === 'each' && JSON.stringify(gives.over).includes(`{"kind":"item","id":${id}}`)
    return inner || isFolderAfterFolder(over)
  }
  if (samples.kind !== 'call') return false
  const { of, arguments: given } = samples
  if (of === 'zip' && given.lists?.kind === 'list')
    return given.lists.items.slice(0, 1).some(isFolderAfterFolder)
  if (of === 'binary')
    return [given.left, given.right].some((side) => side !== undefined && isFolderAfterFolder(side))
  const kept = keeping[of] === undefined ? undefined : given[keeping[of]]
  return kept !== undefined && isFolderAfterFolder(kept)
}
