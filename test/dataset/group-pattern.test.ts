import { describe, expect, test } from 'vitest'
import { withGroups } from '../../src/dataset/group-pattern.ts'
import type { Project } from '../../src/model/project.ts'
import { datasetOf } from '../support/facts.ts'

const projectWith = (groupPattern?: string): Project => ({
  ...{ root: '/p', given: '.', files: [], problems: [] },
  config: groupPattern === undefined ? {} : { data: { groupPattern } },
})

const paths = ['train/a/patient7_1.jpg', 'train/a/video-3/8.jpg', 'validation/a/patient7_2.jpg']
const groupsOf = (pattern?: string) =>
  withGroups(projectWith(pattern), datasetOf(paths).samples).map(({ group }) => group)

describe('data.groupPattern', () => {
  test('its only capture group is the group of the images that it matches', () => {
    expect(groupsOf('patient(\\d+)_')).toEqual(['7', null, '7'])
  })

  test('the group named so, among others', () => {
    expect(groupsOf('(patient|video-)(?<group>\\d+)')).toEqual(['7', '3', '7'])
    expect(groupsOf('(patient|video-)(?P<group>\\d+)')).toEqual(['7', '3', '7'])
  })

  test('without a pattern, and where it captures nothing, there is no group', () => {
    expect(groupsOf()).toEqual([null, null, null])
    expect(groupsOf('patient(x?)')).toEqual([null, null, null])
  })

  test('the group from a manifest stays', () => {
    const samples = datasetOf(paths).samples.map((sample) => ({ ...sample, group: 'row' }))
    expect(withGroups(projectWith('(\\d)'), samples).map(({ group }) => group)).toEqual(['row', 'row', 'row'])
  })

  test.each([
    ['(', 'data.groupPattern: is not a valid RE2 pattern: error parsing regexp: missing closing )'],
    ['(a)(?=b)', 'data.groupPattern: is not a valid RE2 pattern'],
    ['patient', 'data.groupPattern: must have one capture group, or one that is named'],
    ['(a)(b)', 'data.groupPattern: must have one capture group'],
    ['(a)'.repeat(500), 'data.groupPattern: is longer than 1000 characters'],
  ])('%s is refused with a reason', (pattern, reason) => {
    expect(() => groupsOf(pattern)).toThrow(reason)
  })

  test('a pattern that makes backtracking engines hang takes no time', () => {
    const [sample] = datasetOf([`train/a/${'a'.repeat(5000)}.jpg`]).samples
    const started = performance.now()
    withGroups(projectWith('^.*((a+)+)+$|(?<group>x)'), sample === undefined ? [] : [sample])
    expect(performance.now() - started).toBeLessThan(1000)
  })
})
