import type { Cause, Remedy, Report, Unexplained } from '../../model/report.ts'
import { printable } from '../printable.ts'
import type { Page } from './paint.ts'
import { columnsOf, wrap } from './wrap.ts'

const mostCauses = 3
const indent = ' '.repeat(8)

/** The ranked answer to "why does it not improve?", with what mends each cause; then what the curves leave open. */
export function diagnosisLines({ diagnosis, unexplained = [] }: Report, page: Page): string[] {
  const { paint } = page
  const parts = [
    ...(diagnosis.length === 0
      ? []
      : [
          '',
          paint.strong('Why validation does not improve'),
          ...diagnosis.slice(0, mostCauses).flatMap((cause) => causeLines(cause, page)),
        ]),
    ...(unexplained.length === 0
      ? []
      : [
          '',
          paint.strong('Shown by the curves, explained by no finding'),
          ...unexplained.flatMap((one) => unexplainedLines(one, page)),
        ]),
  ]
  return parts.length === 0 ? [] : [...parts, '']
}

function causeLines({ cause, also = [], weight, because, remedy }: Cause, page: Page): string[] {
  const share = `${Math.round(weight * 100)} %`.padStart(5)
  const together = also.length === 0 ? '' : ` (with ${also.map(printable).join(', ')})`
  const [name = '', ...rest] = wrap(`${cause}${together}`, page.width - indent.length)
  return [
    `  ${share} ${page.paint.strong(name)}`,
    ...rest.map((line) => `${indent}${line}`),
    ...because.flatMap((reason) => wrapped(reason, page)),
    ...(remedy === undefined ? [] : remedyLines(remedy, page)),
  ]
}

function remedyLines({ command, how }: Remedy, page: Page): string[] {
  if (command === undefined) return wrapped(`By hand: ${how}`, page)
  const lines = commandLines(command, page.width - indent.length)
  return [...wrapped(`Fix: ${how}`, page), ...lines.map((line) => `${indent}${page.paint.place(line)}`)]
}

/** Broken as a shell reads it; left whole where a break would fall into a quoted or an overlong word. */
function commandLines(command: string, width: number): string[] {
  const room = width - 2
  if (/['\\]/.test(command) || command.split(' ').some((word) => columnsOf(word) > room))
    return [printable(command)]
  const lines = wrap(command, room)
  return lines.map((line, index) => (index < lines.length - 1 ? `${line} \\` : line))
}

function unexplainedLines({ symptom, message, next }: Unexplained, page: Page): string[] {
  return [
    ...wrap(`${symptom}: ${message}`, page.width - 2).map((line) => `  ${line}`),
    ...wrapped(next, page),
  ]
}

const wrapped = (text: string, { width }: Page): string[] =>
  wrap(text, width - indent.length).map((line) => `${indent}${line}`)
