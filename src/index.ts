/**
 * The doctor as a library. `discover` looks at a folder, `diagnose` examines it and gives the `Report` that every
 * output of the command is made of; the `render` functions make these outputs. Nothing prints, and nothing writes in
 * the project (caches go where `WorkContext.cacheDir` says); `discover` and `diagnose` throw a `ProjectError` with one
 * line on what cannot be examined. `defineRule` makes a rule of one's own (docs/own-rules.md). What is exported here is
 * the contract; the report's shape follows docs/report.schema.json.
 */
export { rules } from '../rules/index.ts'
export type { DoctorOptions } from './doctor.ts'
export type { Gate } from './judge/gate.ts'
export type { Selection } from './judge/select.ts'
export { diagnose } from './library.ts'
export type { Dataset, Sample } from './model/dataset.ts'
export type { FactName, Facts, FactValues } from './model/facts.ts'
export type { Finding, FindingDraft, ImageLocation, Location, Severity } from './model/finding.ts'
export type { Edit, Fix, Operation } from './model/fix.ts'
export type { TrainingHistory } from './model/history.ts'
export type { DuplicateCluster, ImageFact, ImageFacts } from './model/images.ts'
export { type Progress, type Stage, silent, type WorkContext } from './model/progress.ts'
export type { Project } from './model/project.ts'
export { Report } from './model/report.ts'
export { defineRule, type Rule, type RuleDocs } from './model/rule.ts'
export type { TrainingSetup } from './model/setup.ts'
export type { Span } from './model/span.ts'
export { discover } from './project/discover.ts'
export { ProjectError } from './project/problem.ts'
export { renderGithub } from './report/github.ts'
export { renderHtml } from './report/html/render.ts'
export { renderJson } from './report/json.ts'
export { renderJunit } from './report/junit.ts'
export { renderMarkdown } from './report/markdown.ts'
export { renderSarif } from './report/sarif.ts'
export { renderTerminal } from './report/terminal.ts'
