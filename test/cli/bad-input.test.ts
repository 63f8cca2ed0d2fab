import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { Report } from '../../src/model/report.ts'
import * as bad from '../support/bad-projects.ts'
import { type Ended, runDoctor } from '../support/run-doctor.ts'

/** The user `nobody` of most systems: has no rights of its own. */
const nobody = 65_534

describe('a path that cannot be examined ends with 2 and one line', () => {
  it.each([
    { name: 'a missing path', given: async () => '/no/such/folder', says: '/no/such/folder: ' },
    { name: 'a file instead of a folder', given: bad.fileInsteadOfFolder, says: 'photo.jpg: is a file' },
    { name: 'an empty folder', given: bad.emptyFolder, says: 'nothing to examine' },
    { name: 'a folder without images or code', given: bad.noImages, says: 'nothing to examine' },
  ])('$name', async ({ given, says }) => {
    const ended = await runDoctor([await given(), '--no-probe', '--quiet'])
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toContain(says)
    expect(ended.stderr.trimEnd().split('\n')).toHaveLength(1)
    expect(traces(ended)).toEqual([])
  })
})

describe('a project with a part missing is examined in the parts it has', () => {
  it('code only: the data rules say why they did not look', async () => {
    const { report, code } = await examined(await bad.codeOnly())
    expect(code).toBe(0)
    expect(report.summary).toMatchObject({ images: 0, sourceFiles: 1 })
    expect(report.notExamined.map(({ rule }) => rule)).toContain('images/unreadable')
    expect(report.healthy).toContain('augmentation/in-validation')
  })

  it('data only: the code rules say why they did not look', async () => {
    const { report, code } = await examined(await bad.dataOnly())
    expect(code).toBe(0)
    expect(report.summary).toMatchObject({ images: 12, sourceFiles: 0 })
    expect(report.notExamined.map(({ rule }) => rule)).toContain('augmentation/in-validation')
    expect(report.healthy).toContain('leakage/exact-duplicate')
  })
})

describe('a broken file is named and the rest examined', () => {
  it.each([
    { name: 'a corrupt JPEG', make: bad.corruptJpeg },
    { name: 'a zero-byte image', make: bad.zeroByteImage },
  ])('$name', async ({ make }) => {
    const { project, broken } = await make()
    const { report, code } = await examined(project)
    expect(code).toBe(1)
    expect(placesOf(report, 'images/unreadable')).toEqual([broken])
    expect(report.healthy).toContain('leakage/exact-duplicate')
  })

  it('a broken notebook', async () => {
    const { project, broken } = await bad.brokenNotebook()
    const { report } = await examined(project)
    expect(named(report)).toContain(broken)
    expect(report.setups.map(({ file }) => file)).toContain('train.py')
    expect(await printed(project)).toContain(broken)
  })

  it('scripts that do not parse', async () => {
    const { project, broken } = await bad.brokenScripts()
    const { report } = await examined(project)
    const text = await printed(project)
    for (const file of broken) {
      expect(named(report)).toContain(file)
      expect(text).toContain(file)
    }
  })

  it.skipIf(process.platform === 'win32')('a folder that may not be read', async () => {
    const { project, broken } = await bad.unreadableFolder(nobody)
    const { report } = await examined(project, process.getuid?.() === 0 ? { uid: nobody } : {})
    expect(named(report)).toContain(broken)
    expect(report.summary.images).toBe(8)
  })
})

describe('file names that try to break out', () => {
  it('stay whole in JSON', async () => {
    const { project, broken } = await bad.hostileNames()
    const { report, code } = await examined(project)
    expect(code).toBe(1)
    expect(placesOf(report, 'images/unreadable')).toEqual([...broken].sort())
  })

  it('cannot break a line or colour the terminal', async () => {
    const { project } = await bad.hostileNames()
    const text = await printed(project)
    expect(text).toMatch(/two.{1,8}lines\.jpg/)
    expect(text).toContain('red.jpg')
    expect(text).not.toContain('\u001b')
  })

  it('cannot become elements of the HTML report', async () => {
    const { project } = await bad.hostileNames()
    await runDoctor([project, '--no-probe', '--quiet'])
    const html = await readFile(path.join(project, '.doctor/report.html'), 'utf8')
    expect(html).toContain('&lt;script&gt;alert(1).jpg')
    expect(html).not.toContain('<script>alert(1)')
    expect(html).not.toContain('<img src=x')
  })
})

/** Runs the lint with JSON output, which must be all there is on stdout, and no trace anywhere. */
async function examined(
  project: string,
  options: { uid?: number } = {},
): Promise<{ report: Report; code: number | null }> {
  const ended = await runDoctor([project, '--no-probe', '--format', 'json', '--quiet'], options)
  expect(traces(ended)).toEqual([])
  expect(ended.stderr).toBe('')
  return { report: Report.parse(JSON.parse(ended.stdout)), code: ended.code }
}

/** Lines of a stack trace. */
function traces({ stdout, stderr }: Ended): string[] {
  return `${stdout}\n${stderr}`.split('\n').filter((line) => /^\s+at /.test(line))
}

/** Files in the findings of a rule, sorted. */
function placesOf(report: Report, rule: string): string[] {
  return report.findings
    .filter((finding) => finding.rule === rule)
    .flatMap(({ locations }) => locations.map((location) => location.path))
    .sort()
}

/** What people see of the lint. */
async function printed(project: string): Promise<string> {
  const ended = await runDoctor([project, '--no-probe', '--no-report', '--quiet', '--no-color'])
  expect(traces(ended)).toEqual([])
  return ended.stdout
}

/** The parts of a report in which a file that could not be examined may be named. */
function named({ findings, notExamined, setups }: Report): string {
  return JSON.stringify([findings.map(({ locations }) => locations), notExamined, setups.map(gapsOf)])
}

const gapsOf = ({ file, gaps }: Report['setups'][number]) => (gaps.length > 0 ? { file, gaps } : {})
