import { isGrey } from '../../src/judge/grey.ts'
import { runsOf, trainingImages } from '../../src/judge/training-runs.ts'
import { layersOf } from '../../src/judge/trunk-layers.ts'
import { trunkStateIn } from '../../src/judge/trunk-state.ts'
import type { Dataset } from '../../src/model/dataset.ts'
import type { FindingDraft } from '../../src/model/finding.ts'
import type { ImageFacts } from '../../src/model/images.ts'
import type { Backbone, ModelFacts } from '../../src/model/network.ts'
import { defineRule } from '../../src/model/rule.ts'
import type { TrainingSetup } from '../../src/model/setup.ts'
import type { Run } from '../../src/model/training.ts'

/** Of fewer images nothing is concluded. */
const fewest = 20
/** A set is foreign as a whole: a few grey photos among coloured ones are not. */
const nearlyAll = 0.95

export default defineRule({
  id: 'preprocessing/domain-mismatch',
  severity: 'info',
  needs: ['setups', 'dataset', 'images'],
  maturity: 'preview',
  trial: { metric: 'brierScore', expect: 'drop' },
  docs: {
    what: 'Images without colour (X-rays, scans, drawings, spectrograms) go through a backbone that was trained on coloured photos, and no layer of it ever learns.',
    why: 'The early layers of a pretrained network see edges and textures and serve any image. The late ones are made of the objects that they were trained on, and their features tell the less the further the images are from those.',
    how: 'Train the head first, then unfreeze the last blocks at a tenth of the learning rate, batch norm in inference mode, and see from which depth on it helps. The trial compares the frozen trunk with three depths.',
    fixSafety:
      'Manual: how many layers are worth training depends on the images and on how many there are; on few, fine-tuning overfits. A set without colour may still be photos of objects, for which frozen features do well.',
    references: [
      'Yosinski et al., How transferable are features in deep neural networks?, 2014: https://arxiv.org/abs/1411.1792',
      'Raghu et al., Transfusion: Understanding Transfer Learning for Medical Imaging, 2019: https://arxiv.org/abs/1902.07208',
      'https://www.tensorflow.org/guide/keras/transfer_learning',
    ],
    bad: 'base.trainable = False   # chest X-rays, and the trunk stays frozen to the end\nmodel.fit(train, validation_data=val, epochs=50)',
    good: "base.trainable = False\nmodel.fit(train, validation_data=val, epochs=20)\nfor layer in base.layers[249:]:\n    layer.trainable = True\nmodel.compile(Adam(1e-4), 'categorical_crossentropy')\nmodel.fit(train, validation_data=val, epochs=20)",
  },
  *check({ setups, dataset, images }) {
    const { count, grey } = coloursOf(dataset, images)
    if (count < fewest || grey < count * nearlyAll) return
    for (const { model, backbone, run } of frozenThroughout(setups)) {
      yield draft({ model, backbone, run }, grey, count)
    }
  },
})

/** Of the training images that could be decoded, how many have no colour. */
function coloursOf(dataset: Dataset, { images }: ImageFacts): { count: number; grey: number } {
  const decoded = trainingImages(dataset).flatMap(({ path }) => {
    const image = images.get(path)
    return image?.ok ? [image] : []
  })
  const grey = decoded.filter(({ channels, colourLayout }) => channels < 3 || isGrey(colourLayout)).length
  return { count: decoded.length, grey }
}

interface Frozen {
  model: ModelFacts
  backbone: Backbone
  run: Run
}

/** Pretrained networks that we know, of which no run trains a layer, with their last run. */
function frozenThroughout(setups: readonly TrainingSetup[]): Frozen[] {
  const runs = [...runsOf(setups)]
  const models = new Set(runs.flatMap(({ model }) => model ?? []))
  return [...models].flatMap((model) => {
    const own = runs.flatMap((one) => (one.model === model ? one.run : []))
    const { backbone } = model
    const last = own.at(-1)
    if (backbone === null || last === undefined) return []
    if (backbone.weights.value !== 'imagenet' || layersOf(backbone.name) === null) return []
    return own.every((run) => trunkStateIn(model, run) === 'frozen') ? [{ model, backbone, run: last }] : []
  })
}

function draft({ model, backbone, run }: Frozen, grey: number, count: number): FindingDraft {
  const how = grey === count ? 'All' : `${grey} of`
  return {
    message: `${how} ${count} training images have no colour, ${backbone.name} learned from coloured photos, and all of it stays frozen`,
    locations: [run.fit.span, backbone.span],
    confidence: 0.6,
    evidence: { backbone: backbone.name, images: count, withoutColour: grey, model: model.id },
    fix: {
      title: `Train the last blocks of ${backbone.name} after the head`,
      applicability: 'manual',
      operations: [{ op: 'set', field: 'model.trainable', value: 'the last blocks, after the head' }],
    },
  }
}
