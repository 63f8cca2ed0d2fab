import type { Row } from '../../frameworks/table.ts'
import { fromFile } from '../files/decoded.ts'
import type { LibraryCall, Machine } from '../machine.ts'
import { unknown, type Value } from '../values/value.ts'
import { flow, makeAugmenter } from './augmenters.ts'
import { arraysOfCatalogue, fromCatalogue } from './catalogue.ts'
import { defineFlag, fieldsOf, makeParser } from './command-line.ts'
import { makeCallback, makeLoss, makeOptimizer, makeRegularizer } from './components.ts'
import { fitEstimator, makeEstimator, measureEstimator } from './estimators.ts'
import { gathered } from './gathered.ts'
import { getAttribute } from './get-attribute.ts'
import { inForm } from './label-form.ts'
import { layerByName, loadModel, makeBackbone, makeLayer, modelInput } from './layers.ts'
import { mapItems } from './map-items.ts'
import { makeModel } from './models.ts'
import {
  bindMember,
  callGiven,
  drawRandom,
  foldConstants,
  listFolder,
  partial,
  passThrough,
} from './plain.ts'
import { makeSource } from './sources.ts'
import { splitArrays } from './splits.ts'
import { changeStream, halves } from './streams.ts'
import { applyGradients } from './tape.ts'
import { changeTensor } from './tensors.ts'
import { torchEffectOf } from './torch/index.ts'
import { addLayer, compile, evaluateModel, fit, freeze, loadWeights } from './training.ts'
import {
  joinSamples,
  makeTransformer,
  measure,
  reorder,
  repeatSamples,
  transformData,
} from './transformers.ts'

export type Effect = (call: LibraryCall, machine: Machine) => Value

/** What a call does, by the meaning that the tables give it. */
export function effectOf(row: Row): Effect {
  const { meaning } = row
  switch (meaning.kind) {
    case 'optimizer':
      return (call, machine) => makeOptimizer(call, meaning, machine)
    case 'callback':
      return makeCallback
    case 'loss':
      return makeLoss
    case 'regularizer':
      return makeRegularizer
    case 'backbone':
      return (call, machine) => makeBackbone(call, meaning, machine)
    case 'load-model':
      return (call, machine) => loadModel(call, meaning, machine)
    case 'layer':
      return makeLayer
    case 'model-input':
      return modelInput
    case 'model':
      return (call, machine) => makeModel(call, meaning.how, machine)
    case 'tensor':
      return (call, machine) => fromFile(changeTensor(call, meaning.effect), call, machine)
    case 'source':
      return (call, machine) => makeSource(call, meaning.source, machine)
    case 'catalogue':
      return fromCatalogue
    case 'catalogue-arrays':
      return arraysOfCatalogue
    case 'stream':
      return (call, machine) => changeStream(call, meaning.does, machine)
    case 'stream-halves':
      return halves
    case 'augmenter':
      return makeAugmenter
    case 'transformer':
      return (call, machine) => makeTransformer(call, meaning, machine)
    case 'transform-data':
      return (call, machine) => transformData(call, meaning, machine)
    case 'estimator':
      return makeEstimator
    case 'estimator-fit':
      return fitEstimator
    case 'estimator-score':
      return (call, machine) => measureEstimator(call, meaning, machine)
    case 'join-samples':
      return joinSamples
    case 'repeat-samples':
      return repeatSamples
    case 'get-attribute':
      return getAttribute
    case 'map-items':
      return mapItems
    case 'reorder':
      return reorder
    case 'flow':
      return (call, machine) => flow(call, meaning.origin, machine)
    case 'array-split':
      return (call, machine) => splitArrays(call, meaning.split, machine)
    case 'compile':
      return compile
    case 'fit':
      return fit
    case 'evaluate':
      return (call, machine) => evaluateModel(call, meaning.how, machine)
    case 'add-layer':
      return addLayer
    case 'get-layer':
      return layerByName
    case 'apply':
      return (call, machine) =>
        machine.callValue(call.receiver ?? unknown(call.span), call.arguments, call.span)
    case 'freeze':
      return (call, machine) => freeze(call, meaning.value, machine)
    case 'apply-gradients':
      return applyGradients
    case 'load-weights':
      return loadWeights
    case 'measure':
      return measure
    case 'labels':
      return (call, machine) => inForm(call, meaning.as, machine)
    case 'same':
      return (call) => passThrough(call, meaning.parameter)
    case 'bind-member':
      return (call) => bindMember(call, meaning.binding)
    case 'gather':
      return gathered
    case 'random':
      return drawRandom
    case 'fold':
      return (call, machine) => foldConstants(call, meaning.fold, machine)
    case 'listing':
      return listFolder
    case 'fields':
      return fieldsOf
    case 'define-flag':
      return defineFlag
    case 'argument-parser':
      return makeParser
    case 'partial':
      return partial
    case 'call':
      return (call, machine) => callGiven(call, meaning.parameter, machine)
    default:
      return torchEffectOf(meaning)
  }
}
