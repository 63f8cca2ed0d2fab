import type { Dataset, ManifestColumns, ManifestFacts } from '../model/dataset.ts'
import { SplitName } from '../model/fix.ts'
import type { TrainingSetup } from '../model/setup.ts'
import { printable } from '../report/printable.ts'

/** What `doctor init` saw; null where it could not be read. */
export interface Surroundings {
  dataset: Dataset | null
  setups: readonly TrainingSetup[] | null
  /** Where editors find the schema of the config: a path or an address. */
  schema: string
}

/**
 * A `doctor.config.json` with comments. The data folders that were found are written out, so that they stay what
 * they are; everything else is an example that is commented out.
 */
export function starterConfig({ dataset, setups, schema }: Surroundings): string {
  const origin = dataset === null ? 'not found' : dataset.origin
  const programs = (setups ?? []).map(({ file, framework }) => `${file} (${framework})`).sort()
  return `// How training-doctor looks at this project. Everything here is optional. Comments and trailing commas are fine.
{
  "$schema": ${JSON.stringify(schema)},

  // The images. Found: ${printable(origin)}.
  "data": {
${listLines(dataset) ?? folderLines(dataset)}
    // What must stay on one side: "groupColumn": "patient" of the list, or "groupPattern": "patient(\\\\d+)" on the paths.
  },

  // The training code is found by itself. Found: ${printable(programs.join(', ')) || 'none'}.

  // By rule or category: "off", "error", "warning" or "info" (doctor rules lists them).
  "rules": {
    // "training": "error",
    // "labels/imbalance": "off",
  },

  // Findings that are no fault here, each with its reason.
  "suppress": [
    // { "rule": "augmentation/in-validation", "path": "tta.py", "reason": "on purpose", "until": "2030-01-31" },
  ],

  // How much the probe may train to try the fixes.
  "probe": {
    // "samples": 400, "seeds": 5, "budgetSeconds": 60,
  },
}
`
}

/** The containers, or the manifests with their columns, that hold all samples; null where it is not so. */
function listLines(dataset: Dataset | null): string | null {
  const { samples = [], manifests = [] } = dataset ?? {}
  const containers = new Set(samples.map(({ container }) => container?.path ?? ''))
  const lists = new Set(samples.map(({ listed }) => listed?.manifest ?? ''))
  const inside = containers.size > 0 && !containers.has('')
  const files = [...(inside ? containers : lists)].sort()
  const columns = inside ? null : sharedColumns(manifests)
  if (files.length === 0 || files.length > mostNamed || files.includes('')) return null
  if (!inside && columns === null) return null
  const named = Object.entries(columns ?? {}).flatMap(([role, column]) =>
    column === null ? [] : [`    "${role}Column": ${JSON.stringify(column)},`],
  )
  return [`    "manifest": ${JSON.stringify(files.length === 1 ? files[0] : files)},`, ...named].join('\n')
}

/** Longer lists are better said by a pattern, which a person knows best. */
const mostNamed = 20

/** The columns of all manifests, if they are the same and tell labels: else the folders have completed them. */
function sharedColumns([first, ...others]: readonly ManifestFacts[]): ManifestColumns | null {
  if (first === undefined || first.columns.label === null) return null
  const { file, label, split, group } = first.columns
  const same = others.every(
    ({ columns }) =>
      columns.file === file && columns.label === label && columns.split === split && columns.group === group,
  )
  return same ? first.columns : null
}

/** One line per side; those of which there is not one folder of their own are examples. */
function folderLines(dataset: Dataset | null): string {
  const roots = new Map(SplitName.options.map((split) => [split, rootOf(dataset, split)]))
  const found = [...roots.values()].filter((root) => root !== null)
  const apart = roots.get('train') !== null && new Set(found).size === found.length
  const sides = ['train', 'validation', 'test'] as const
  const lines = sides.map((side) => {
    const root = apart ? (roots.get(side) ?? null) : null
    return root === null ? `    // "${side}": "data/${side}",` : `    "${side}": ${JSON.stringify(root)},`
  })
  const list =
    '    // Or a list: "manifest": "labels.csv", "fileColumn": "image", "labelColumn": "class", "splitColumn": "split",'
  const shards = '    // Or containers (tar, TFRecord, Parquet): "train": "shards/train-*.tar",'
  return [...lines, list, shards].join('\n')
}

/** The one folder that holds the class folders of a side, if there is one. */
function rootOf(dataset: Dataset | null, split: SplitName): string | null {
  const folders = (dataset?.classFolders ?? []).filter((folder) => folder.split === split)
  const parents = folders.map(({ path }) => path.slice(0, Math.max(0, path.lastIndexOf('/'))))
  const [root = '', ...others] = [...new Set(parents)]
  return others.length > 0 || root === '' || root.startsWith('../') ? null : root
}
