import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Finding, ImageLocation } from '../src/model/finding.ts'
import { Fix, Operation } from '../src/model/fix.ts'
import { Pipeline, Step } from '../src/model/pipeline.ts'
import {
  Cause,
  CurvePoint,
  Curves,
  DatasetSummary,
  NotExamined,
  Remedy,
  Report,
  Summary,
  Unexplained,
} from '../src/model/report.ts'
import { TrainingSetup } from '../src/model/setup.ts'
import { Span } from '../src/model/span.ts'
import { Run } from '../src/model/training.ts'
import { Trial } from '../src/model/trial.ts'

/** Where the schema is kept; it is published with the package. */
export const schemaFile = fileURLToPath(new URL('../docs/report.schema.json', import.meta.url))

/** Types that get a name under `$defs`. */
const named = {
  Cause,
  CurvePoint,
  Curves,
  DatasetSummary,
  Finding,
  Fix,
  ImageLocation,
  NotExamined,
  Operation,
  Pipeline,
  Remedy,
  Run,
  Span,
  Step,
  Summary,
  TrainingSetup,
  Trial,
  Unexplained,
}

/** JSON Schema (2020-12) of `doctor check --format json`, from the vocabulary itself. */
export function reportSchema(): string {
  const names = z.registry<{ id: string }>()
  for (const [id, schema] of Object.entries(named)) names.add(schema, { id })
  const schema = z.toJSONSchema(Report, { metadata: names, target: 'draft-2020-12' })
  const title = 'Report of training-doctor, schemaVersion 1'
  return `${JSON.stringify({ title, ...schema }, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(schemaFile, reportSchema())
