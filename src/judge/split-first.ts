import type { Edit } from '../model/fix.ts'
import type { Span } from '../model/span.ts'

const resampling = /^(\s*)(\w+), *(\w+) = ([\w.]+)\.(fit_resample|fit_sample)\((\w+), *(\w+)\)\s*$/
const splitting = /^(\s*)(\w+), *(\w+), *(\w+), *(\w+) = ([\w.]*train_test_split)\((\w+), *(\w+)(.*)\)\s*$/

/**
 * `x, y = sampler.fit_resample(x, y)` and the split of its result in the line below, the other way round: the split
 * comes first, and its training part alone is resampled. Null where the two statements are written otherwise.
 */
export function splitFirst(resample: Span, split: Span): Edit[] | null {
  const follows =
    split.path === resample.path && split.cell === resample.cell && split.line === resample.line + 1
  const first = resampling.exec(resample.snippet)
  const second = splitting.exec(split.snippet)
  if (!follows || first === null || second === null) return null
  const [, indent = '', x, y, sampler, method, images, labels] = first
  const [, depth, train, test, trainLabels, testLabels, cut, of, ofLabels, more = ''] = second
  // A stratified split names the labels again.
  const argumentsKept = more.replaceAll(new RegExp(`=\\s*${y}\\b`, 'g'), `=${labels}`)
  if (depth !== indent || of !== x || ofLabels !== y) return null
  return [
    replaced(
      resample,
      `${indent}${train}, ${test}, ${trainLabels}, ${testLabels} = ${cut}(${images}, ${labels}${argumentsKept})`,
    ),
    replaced(split, `${indent}${train}, ${trainLabels} = ${sampler}.${method}(${train}, ${trainLabels})`),
  ]
}

const replaced = (at: Span, text: string): Edit => ({
  op: 'edit',
  span: { ...at, column: 1, endLine: at.line, endColumn: at.snippet.length + 1 },
  text,
})
