import path from 'node:path'
import { type Finding, isSpan, type Location } from '../model/finding.ts'
import type { Span } from '../model/span.ts'

/**
 * A place of the report (relative to the project) as seen from the folder that the command ran in, where the
 * project was given relatively: CI systems want paths from the root of the repository, which is that folder.
 */
export function fromWorkingFolder(project: string, place: string): string {
  const given = project.replaceAll('\\', '/')
  const absolute = given.startsWith('/') || /^[A-Za-z]:/.test(given)
  return absolute ? place : path.posix.join(given, place)
}

/** Where a finding is shown when only one place can be: in the code if it is there, else the first image. */
export function mainPlace({ locations }: Finding): Location | undefined {
  return locations.find(isSpan) ?? locations[0]
}

/** Lines of a notebook's cell are no lines of its file, which is JSON. */
export const hasFileLines = (span: Span): boolean => span.cell === undefined
