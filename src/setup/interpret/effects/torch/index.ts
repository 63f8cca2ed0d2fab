import type { Meaning } from '../../../frameworks/table.ts'
import type { HubMeaning, TorchMeaning } from '../../../frameworks/torch/meaning.ts'
import { bind } from '../../arguments.ts'
import type { LibraryCall, Machine } from '../../machine.ts'
import type { LayerValue } from '../../values/networks.ts'
import type { Value } from '../../values/value.ts'
import { callLayer } from '../layers.ts'
import { copied } from './copies.ts'
import { makeDataset } from './datasets.ts'
import { loadHubDataset, partOfHub, splitHub, transformHub } from './hub-data.ts'
import { hubNetwork, hubSettings, makeHubTrainer, runHubTrainer } from './hub-trainer.ts'
import { makeTrainer, runTrainer } from './lightning.ts'
import { runCli } from './lightning-cli.ts'
import { makeLoader, makeSampler } from './loaders.ts'
import {
  backward,
  lossCall,
  makeSchedule,
  moreParameters,
  prepared,
  step,
  stepSchedule,
  switchGradients,
  zeroGrad,
} from './loops.ts'
import { setMode } from './modules.ts'
import { loadState, makeChain, makeNamedNetwork, makeNetwork, resetClassifier } from './networks.ts'
import { childrenOf, filtered, parametersOf, setRequiresGrad } from './parameters.ts'
import { cutDataset, seedGenerator } from './splits.ts'
import { makeCompose, makePreset, makeTransform } from './transforms.ts'

type Effect = (call: LibraryCall, machine: Machine) => Value

/** What a call of PyTorch does, by the meaning that the tables give it. */
export function torchEffectOf(meaning: Extract<Meaning, TorchMeaning>): Effect {
  switch (meaning.kind) {
    case 'transform':
      return (call) => makeTransform(call, meaning)
    case 'compose':
      return (call) => makeCompose(call, meaning)
    case 'preset':
      return (call) => makePreset(call, meaning)
    case 'dataset':
      return (call, machine) => makeDataset(call, meaning, machine)
    case 'cut':
      return (call, machine) => cutDataset(call, meaning, machine)
    case 'loader':
      return makeLoader
    case 'sampler':
      return (call) => makeSampler(call, meaning)
    case 'generator':
      return ({ span }) => ({ kind: 'generator', seed: null, draws: 0, span })
    case 'seed':
      return seedGenerator
    case 'network':
      return (call, machine) => makeNetwork(call, meaning, machine)
    case 'named-network':
      return (call, machine) => makeNamedNetwork(call, meaning, machine)
    case 'chain':
      return makeChain
    case 'layer-call':
      return callAsLayer
    case 'hub-dataset':
    case 'hub-transform':
    case 'hub-split':
    case 'hub-part':
    case 'hub-network':
    case 'hub-settings':
    case 'hub-trainer':
    case 'hub-run':
      return hubEffectOf(meaning)
    default:
      return trainingEffectOf(meaning)
  }
}

function hubEffectOf(meaning: HubMeaning): Effect {
  switch (meaning.kind) {
    case 'hub-dataset':
      return loadHubDataset
    case 'hub-transform':
      return (call, machine) => transformHub(call, meaning, machine)
    case 'hub-split':
      return splitHub
    case 'hub-part':
      return partOfHub
    case 'hub-network':
      return hubNetwork
    case 'hub-settings':
      return hubSettings
    case 'hub-trainer':
      return makeHubTrainer
    case 'hub-run':
      return (call, machine) => runHubTrainer(call, meaning, machine)
  }
}

type Made =
  | 'transform'
  | 'compose'
  | 'preset'
  | 'dataset'
  | 'cut'
  | 'loader'
  | 'sampler'
  | 'generator'
  | 'seed'
type Built = 'network' | 'named-network' | 'chain' | 'layer-call'

function trainingEffectOf(meaning: Exclude<TorchMeaning, HubMeaning | { kind: Made | Built }>): Effect {
  switch (meaning.kind) {
    case 'mode':
      return (call, machine) => setMode(call, meaning.training, machine)
    case 'gradients':
      return (call, machine) => switchGradients(call, meaning, machine)
    case 'parameters':
      return (call, machine) => parametersOf(call, meaning.named, machine)
    case 'children':
      return (call) => childrenOf(call, meaning.named)
    case 'requires-grad':
      return setRequiresGrad
    case 'reset-classifier':
      return resetClassifier
    case 'load-state':
      return loadState
    case 'backward':
      return backward
    case 'optimizer-step':
      return step
    case 'zero-grad':
      return zeroGrad
    case 'more-parameters':
      return moreParameters
    case 'loss-call':
      return lossCall
    case 'schedule':
      return makeSchedule
    case 'schedule-step':
      return stepSchedule
    case 'prepare':
      return prepared
    case 'filter':
      return filtered
    case 'copy':
      return copied
    case 'trainer':
      return makeTrainer
    case 'trainer-cli':
      return runCli
    case 'trainer-run':
      return (call, machine) => runTrainer(call, meaning.how, machine)
  }
}

/** `F.relu(x)`, `x.softmax(dim=1)`: a layer that is made and called at once. */
function callAsLayer(call: LibraryCall): Value {
  const { receiver, span } = call
  const layer: LayerValue = {
    kind: 'layer',
    row: call.row,
    name: call.written,
    arguments: bind(call.row, call.arguments),
    span,
  }
  const given = call.arguments
  if (receiver === null) return callLayer(layer, given, span)
  const node = call.receiverNode ?? call.node
  return callLayer(
    layer,
    { ...given, positional: [{ value: receiver, node, span }, ...given.positional] },
    span,
  )
}
