import { describe, expect, test } from 'vitest'
import { Allowance } from '../../src/setup/allowance.ts'
import { setupsOf } from '../../src/setup/gather.ts'
import type { Described } from '../../src/setup/reader.ts'
import { shares } from '../../src/setup/shares.ts'
import type { SourceFile } from '../../src/setup/source-file.ts'
import { withinAllowance } from '../../src/setup/within-allowance.ts'
import { labelledScripts } from '../support/code-corpus.ts'

const signal = new AbortController().signal
const python = (path: string, text: string): SourceFile => ({ path, kind: 'python', text })

/** Scripts that import one another across the border of two shares, some of which no program can be made of. */
async function manyFiles(): Promise<SourceFile[]> {
  const corpus = await labelledScripts()
  const scripts = Array.from({ length: 240 }, (_, index): SourceFile => {
    const { text, kind } = corpus[index % corpus.length] ?? { text: '', kind: 'python' as const }
    const ending = { python: 'py', notebook: 'ipynb', typescript: 'ts' }[kind]
    return { path: `s${String(index).padStart(3, '0')}.${ending}`, kind, text }
  })
  return [
    ...scripts,
    python('a_first.py', 'from z_last import model, data\nmodel.fit(data, epochs=3)\n'),
    python(
      'z_last.py',
      'import keras\nfrom m_rate import rate\nmodel = keras.Sequential([keras.layers.Dense(3)])\n' +
        "model.compile(keras.optimizers.Adam(rate), 'mse')\ndata = keras.utils.image_dataset_from_directory('x')\n",
    ),
    python('m_rate.py', 'rate = 0.5\n'),
    python(
      'z_other.py',
      'import keras\nclass A:\n  def run(self):\n    from z_last import model, data\n    model.fit(data)\n',
    ),
    ...['b_one', 'y_two'].map((name) => python(`${name}.py`, 'import keras\nif (\n')),
    ...['c_one.py', 'x_two.py'].map(
      (path): SourceFile => ({ path, kind: 'python', text: '', fault: 'no access' }),
    ),
  ]
}

describe('code read in several threads', () => {
  test('is described to the byte as by one', async () => {
    const files = await manyFiles()
    const alone = await setupsOf(files)
    expect(alone.length).toBeGreaterThan(150)
    expect(JSON.stringify(await setupsOf(files, { jobs: 2, signal }))).toBe(JSON.stringify(alone))
  }, 60_000)

  test('ends at once when it is interrupted', async () => {
    const files = await manyFiles()
    await expect(setupsOf(files, { jobs: 2, signal: AbortSignal.abort(new Error('stop')) })).rejects.toThrow()
  })
})

test('steps are spent as by one reader, however the programs were shared out', async () => {
  // What each program would take without a bound; a reader ends it at the steps that it is given.
  const wanted = Array.from({ length: 90 }, (_, index) => [900_000, 350_000, 30_000, 60_000][index % 4] ?? 0)
  const entries = wanted.map((_, index) => `${index}`)
  const setup =
    (
      await setupsOf([
        python('a.py', "import keras\nmodel.fit(keras.utils.image_dataset_from_directory('x'))\n"),
      ])
    )[0] ?? null
  const reader = {
    describeOne: async (entry: string, steps: number) => {
      const spent = Math.min(wanted[Number(entry)] ?? 0, steps)
      return { setup: setup && { ...setup, file: `${entry}: ${spent}` }, spent }
    },
  }
  const inOrder = async (share: readonly string[]) => {
    const allowance = new Allowance()
    const described: Described[] = []
    for (const entry of share) {
      const one = await reader.describeOne(entry, allowance.next())
      allowance.spend(one.spent)
      described.push(one)
    }
    return described
  }
  const alone = (await inOrder(entries)).map((one) => one.setup?.file)
  expect(new Set(alone.map((file) => file?.split(': ')[1])).size).toBe(5)
  const shared = [...(await inOrder(entries.slice(0, 45))), ...(await inOrder(entries.slice(45)))]
  expect(shared.map((one) => one.setup?.file)).not.toEqual(alone)
  const settled = await withinAllowance(entries, shared, reader)
  expect(settled.map(({ file }) => file)).toEqual(alone)
})

test('shares are of about the same length, in the order of paths', () => {
  const files = ['aaaa', 'b', 'c', 'dd', 'ee', 'ffffff'].map((text) => python(`${text[0]}.py`, text))
  const shareOf = shares(files, 3)
  expect(files.map(({ path }) => shareOf(path))).toEqual([0, 0, 1, 1, 1, 2])
  expect(shareOf('0.py')).toBe(0)
  expect(shareOf('z.py')).toBe(2)
  expect(shares([], 2)('a.py')).toBe(0)
})
