// The import law of CONTRIBUTING.md: data flows to the right, imports point to the left and to the vocabulary.
/** What each step may import beside itself and `src/model`. */
const allowed = {
  model: [],
  project: [],
  containers: ['project'],
  setup: ['project'],
  dataset: ['project', 'containers', 'setup'],
  images: ['project', 'containers', 'dataset'],
  history: ['project', 'containers'],
  embed: ['project', 'containers', 'images'],
  train: ['containers', 'embed'],
  judge: ['project'],
  fix: [],
  probe: ['project', 'containers', 'images', 'embed', 'train', 'judge', 'fix'],
  diagnosis: [],
  report: [],
  testing: ['setup', 'judge', 'fix'],
}

/** The tester lets all rules look at what a fix makes of the code. */
const registry = { testing: ['^rules/index\\.ts$'] }

const onlyDownTheFlow = Object.entries(allowed).map(([step, others]) => ({
  name: `src/${step} imports only ${['the vocabulary', ...others].join(', ')}`,
  severity: 'error',
  from: { path: `^src/${step}/` },
  to: {
    path: '^(src|rules|test|scripts|bench)/',
    pathNot: [`^src/(model|${[step, ...others].join('|')})/`, ...(registry[step] ?? [])],
  },
}))

/** The parts of `src/images`, from what each image is made of to which images show the same photo. */
const partsOfImages = [
  'decode',
  'geometry',
  'hashes',
  'features',
  'look',
  'compare',
  'cache',
  'read',
  'near-duplicates',
]

const onlyEarlierParts = partsOfImages.slice(0, -1).map((part, index) => ({
  name: `src/images/${part} imports no later part`,
  severity: 'error',
  from: { path: `^src/images/${part}/` },
  to: { path: `^src/images/(gather\\.ts|(${partsOfImages.slice(index + 1).join('|')})/)` },
}))

module.exports = {
  forbidden: [
    ...onlyDownTheFlow,
    ...onlyEarlierParts,
    {
      name: 'rules import only the vocabulary and pure helpers',
      severity: 'error',
      from: { path: '^rules/' },
      to: { path: '^(src|test|scripts|bench)/', pathNot: '^src/(model|judge)/' },
    },
    {
      name: 'nothing imports the command line',
      severity: 'error',
      from: { pathNot: '^(src/cli|bin|test)/' },
      to: { path: '^src/cli/' },
    },
    { name: 'no circles', severity: 'error', from: {}, to: { circular: true } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: {
      extensions: ['.ts', '.js'],
      exportsFields: ['exports'],
      conditionNames: ['import', 'types'],
    },
  },
}
