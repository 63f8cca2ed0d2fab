/**
 * The doctor as a library. `discover` looks at a folder, `diagnose` examines it and gives the `Report` that every
 * output of the command is made of. Neither prints nor writes in the project (caches go where `WorkContext.cacheDir`
 * says); both throw a `ProjectError` with one line on what cannot be examined. What is exported here is the contract;
 * its shapes follow docs/report.schema.json.
 */
export { rules } from '../rules/index.ts'
export { type DoctorOptions, diagnose } from './doctor.ts'
export type { Gate } from './judge/gate.ts'
export type { Selection } from './judge/select.ts'
export type { Finding } from './model/finding.ts'
export { type Progress, type Stage, silent, type WorkContext } from './model/progress.ts'
export type { Project } from './model/project.ts'
export { Report } from './model/report.ts'
export type { Rule } from './model/rule.ts'
export { discover } from './project/discover.ts'
export { ProjectError } from './project/problem.ts'
