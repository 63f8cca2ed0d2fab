import { sliceOf, trainedLayers } from '../../src/judge/trained-layers.ts'
import { layersOf } from '../../src/judge/trunk-layers.ts'
import { changesBetween } from '../../src/judge/trunk-state.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { Backbone, ModelFacts, TrainableChange } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { Run } from '../../src/model/training.ts'

/** A trunk of unknown length: longer than any that bounds in code are meant for, so that both ends stay apart. */
const unknownLength = 5000

/** Layer counts differ by a few between versions and with the layers of a head in the same list. */
const margin = 15

export default defineRule({
  id: 'fine-tuning/wrong-layers',
  severity: 'warning',
  needs: ['setups'],
  maturity: 'stable',
  docs: {
    what: 'The loop that freezes or unfreezes layers takes the wrong end of the trunk, or none or all of its layers; or some are unfrozen where nothing was frozen.',
    why: 'Layers near the input hold edges and textures that serve every data set; those near the output are specific and are worth adapting. Training the input end under a frozen output end disturbs what all later layers build on, and a bound that was copied from a longer network freezes everything: the fine-tuning phase then changes nothing. Layers are trainable from the start: to set the last ones to trainable freezes none of the others.',
    how: 'Freeze from the input on (layers[:k]) and leave the last layers trainable, with k below len(base.layers); check with sum(layer.trainable for layer in base.layers).',
    fixSafety: 'Manual: how many layers to adapt depends on the data; start with the last block.',
    references: [
      'Yosinski et al., How transferable are features in deep neural networks?, 2014: https://arxiv.org/abs/1411.1792',
      'https://www.tensorflow.org/tutorials/images/transfer_learning#un-freeze_the_top_layers_of_the_model',
      'https://keras.io/api/applications/#finetune-inceptionv3-on-a-new-set-of-classes',
    ],
    bad: `base.trainable = True
for layer in base.layers[-20:]:
    layer.trainable = False  # the output end is frozen, the input end is trained`,
    good: `base.trainable = True
for layer in base.layers[:-20]:
    layer.trainable = False`,
  },
  *check({ setups }) {
    for (const setup of setups) {
      for (const model of setup.models) {
        const { backbone } = model
        if (backbone === null || backbone.weights.value === null) continue
        const runs = setup.runs.filter((run) => run.model === model.id)
        const found = runs.map((run, index) => examine(model, backbone, run, runs[index - 1]))
        yield* unique(found.filter((draft) => draft !== null))
      }
    }
  },
})

/** One finding per place, however many fits follow it. */
const unique = (drafts: readonly FindingDraft[]): FindingDraft[] =>
  drafts.filter(
    (draft, index) =>
      drafts.findIndex((one) => JSON.stringify(one.locations) === JSON.stringify(draft.locations)) === index,
  )

function examine(
  model: ModelFacts,
  backbone: Backbone,
  run: Run,
  before: Run | undefined,
): FindingDraft | null {
  const count = layersOf(backbone.name)
  const changes = changesBetween(model, -1, run.fit.order)
  const slice = changes.findLast((change) => change.target === 'layers' && isPart(change))
  if (slice === undefined) return null
  const layers = trainedLayers(changes, count ?? unknownLength)
  if (layers === null) return null
  if (changes.every(({ value, target }) => target === 'layers' && value.value === true))
    return nothingFrozen(backbone, slice)
  if (layers[0] === true && layers.at(-1) === false) return wrongEnd(backbone, slice, layers)
  const since = changesBetween(model, before?.fit.order ?? -1, run.fit.order)
  const unfrozen = since.find((change) => change.value.value === true)
  if (count === null || unfrozen === undefined || layers.includes(true)) return null
  const beyond = since.find((change) => exceeds(change, count))
  return beyond === undefined ? null : nothingLeft(backbone, beyond, count)
}

function isPart(change: TrainableChange): boolean {
  const bounds = sliceOf(change)
  return bounds !== null && ((bounds.from ?? 0) !== 0 || bounds.to !== null)
}

/** A bound that was meant for a longer network. */
function exceeds(change: TrainableChange, count: number): boolean {
  const bounds = change.target === 'layers' ? sliceOf(change) : null
  return [bounds?.from, bounds?.to].some((bound) => bound != null && Math.abs(bound) > count + margin)
}

function wrongEnd(backbone: Backbone, slice: TrainableChange, layers: readonly boolean[]): FindingDraft {
  const trained = layers.filter((one) => one).length
  const few = trained <= layers.length / 2 ? 'only the first' : 'the first'
  const known = layersOf(backbone.name) === null ? '' : ` ${trained} of ${layers.length}`
  return {
    message: `Of ${backbone.name}, ${few}${known} layers are trained, and the last ones are frozen: fine-tuning adapts the output end`,
    locations: [slice.span],
    confidence: 0.85,
    evidence: { trained: known === '' ? null : trained, slice: showSlice(slice), value: slice.value.value },
    fix: {
      title: `Freeze the other end: ${suggestion(slice)}`,
      applicability: 'manual',
      operations: [],
    },
  }
}

function nothingFrozen(backbone: Backbone, slice: TrainableChange): FindingDraft {
  return {
    message: `All of ${backbone.name} is trained: ${showSlice(slice)} was trainable already, and nothing freezes the other layers`,
    locations: [slice.span],
    confidence: 0.85,
    evidence: { slice: showSlice(slice), value: true },
    fix: {
      title: 'Freeze the trunk before some of its layers are set to trainable',
      applicability: 'manual',
      operations: [],
    },
  }
}

function nothingLeft(backbone: Backbone, slice: TrainableChange, count: number): FindingDraft {
  return {
    message: `${backbone.name} has ${count} layers: ${showSlice(slice)} leaves none of them trainable, and fine-tuning trains the head alone`,
    locations: [slice.span],
    confidence: 0.9,
    evidence: { layers: count, slice: showSlice(slice) },
    fix: {
      title: `Choose a bound below ${count}, e.g. the start of the last block`,
      applicability: 'manual',
      operations: [],
    },
  }
}

function showSlice(change: TrainableChange): string {
  const bounds = sliceOf(change)
  return `layers[${bounds?.from ?? ''}:${bounds?.to ?? ''}]`
}

/** `layers[-20:]` frozen was meant as `layers[:-20]`, `layers[:20]` trained as `layers[20:]`. */
function suggestion(change: TrainableChange): string {
  const bounds = sliceOf(change)
  const bound = bounds?.from ?? bounds?.to ?? ''
  return change.value.value === false
    ? `layers[:${bound}] frozen, the rest trained`
    : `layers[${bound}:] trained, the rest frozen`
}
