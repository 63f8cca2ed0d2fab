import type { Machine } from '../machine.ts'
import { type Draw, drawn } from './draws.ts'
import { argumentOf, expressionAt, type FileCall, type FileEffect } from './file-call.ts'
import { seedArgument } from './seed-edits.ts'
import { drawGlobally } from './torch-randomness.ts'

/** `torch.randperm(n, generator=)`; without one, of PyTorch's own generator. */
export const torchPermutation: FileEffect = (call, machine) => {
  const draw = torchDraw(call, machine)
  const n = expressionAt(call, machine, 0, 'n')
  return n && drawn('shuffled', n, {}, draw, call, machine)
}

function torchDraw(call: FileCall, machine: Machine): Draw {
  const { files } = machine.record
  const given = argumentOf(call, 9, 'generator')
  const none = given === undefined || (given.kind === 'constant' && given.value === null)
  const text = 'generator=torch.Generator().manual_seed(42)'
  if (none && call.given.complete) {
    const seed = drawGlobally(machine)
    const addSeed = seed === null ? seedArgument(call.node, text, 'generator') : null
    return { generator: { library: 'torch', seed, draws: [] }, addSeed }
  }
  if (given?.kind !== 'generator')
    return { generator: { library: 'torch', seed: 'unknown', draws: [] }, addSeed: null }
  given.draws += 1
  const seed = given.seed === null ? null : given.draws > 1 ? 'unknown' : (files.of(given.seed) ?? 'unknown')
  return { generator: { library: 'torch', seed, draws: [] }, addSeed: null }
}
