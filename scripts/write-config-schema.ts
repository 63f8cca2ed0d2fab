import { writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { z } from 'zod'
import { Config } from '../src/model/config.ts'

/** Where the schema is kept; it is published with the package, and `doctor init` names it. */
export const configSchemaFile = fileURLToPath(new URL('../docs/config.schema.json', import.meta.url))

/** JSON Schema of `doctor.config.json` for editors, from the vocabulary itself; draft 7 is what they read best. */
export function configSchema(): string {
  const schema = z.toJSONSchema(Config, { target: 'draft-7' })
  return `${JSON.stringify({ title: 'doctor.config.json of training-doctor', ...schema }, null, 2)}\n`
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(configSchemaFile, configSchema())
