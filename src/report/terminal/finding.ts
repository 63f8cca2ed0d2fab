import { type Finding, type ImageLocation, isSpan } from '../../model/finding.ts'
import type { Fix } from '../../model/fix.ts'
import { pairsOf } from '../pairs.ts'
import { printable } from '../printable.ts'
import { counted, operationWords, splitWords } from '../words.ts'
import { codeFrame, diffLines } from './frame.ts'
import type { Page } from './paint.ts'
import { columnsOf, wrap, wrapName } from './wrap.ts'

const mostPlaces = 4
const mostOperations = 3

/** What a finding says; told once for a row of findings that say the same. */
export function messageLines({ message }: Finding, { paint, width }: Page): string[] {
  return wrap(message, width - 2).map((line) => `  ${paint.strong(line)}`)
}

/** A finding below its sentence: its places as image names or code frames, and its fix. */
export function findingLines(finding: Finding, page: Page): string[] {
  const inner = { ...page, width: page.width - 4 }
  const spans = finding.locations.filter(isSpan)
  const images = finding.locations.filter((location): location is ImageLocation => !isSpan(location))
  return [
    ...imageLines(images.slice(0, mostPlaces), inner),
    ...more(images.length - mostPlaces, 'image', page),
    ...measureLines(finding, inner),
    ...spans
      .slice(0, mostPlaces)
      .flatMap((span, index) => codeFrame(span, finding.severity, inner, index > 0)),
    ...more(spans.length - mostPlaces, 'place', page),
    ...(finding.fix === undefined ? [] : fixLines(finding.fix, inner)),
  ].map((line) => `    ${line}`)
}

/** Side, label and name in columns; a name that does not fit goes on below. */
function imageLines(images: ImageLocation[], { paint, width }: Page): string[] {
  const sides = images.map(({ split, label }) =>
    [split === undefined ? '' : splitWords(split), label === undefined ? '' : printable(label)]
      .filter((part) => part !== '')
      .join(', '),
  )
  const column = Math.min(28, Math.max(0, ...sides.map(columnsOf)))
  const gap = column === 0 ? 0 : 2
  return images.flatMap(({ path }, index) => {
    const side = sides[index] ?? ''
    const [first = '', ...rest] = wrapName(path, width - column - gap)
    const padded = `${side}${' '.repeat(Math.max(0, column - columnsOf(side)))}`
    const indent = ' '.repeat(column + gap)
    if (columnsOf(side) > column) return [side, `${indent}${paint.place(first)}`]
    return [
      `${padded}${' '.repeat(gap)}${paint.place(first)}`,
      ...rest.map((line) => `${indent}${paint.place(line)}`),
    ]
  })
}

function measureLines(finding: Finding, { paint, width }: Page): string[] {
  const [pair] = pairsOf(finding)
  return pair === undefined || pair.because.length === 0
    ? []
    : wrap(pair.because.join('; '), width).map((line) => paint.faint(line))
}

function fixLines(fix: Fix, page: Page): string[] {
  const { paint, width } = page
  const edits = fix.operations.filter((operation) => operation.op === 'edit')
  const others = fix.operations.filter((operation) => operation.op !== 'edit').map(operationWords)
  const head = `fix (${fix.applicability}): ${fix.title}`
  return [
    ...wrap(head, width).map((line) => paint.added(line)),
    ...others.slice(0, mostOperations).flatMap((words) => wrapName(`- ${words}`, width)),
    ...more(others.length - mostOperations, 'step', page),
    ...diffLines(edits, page),
  ]
}

const more = (count: number, noun: string, { paint }: Page): string[] =>
  count > 0 ? [paint.faint(`and ${counted(count, `more ${noun}`)}`)] : []
