import { z } from 'zod'
import type { Finding } from '../model/finding.ts'
import { ValueRange } from '../model/pipeline.ts'

/** How images reach the network on one side, against what it was trained on. */
export interface Seen {
  /** What pixel values 0 and 255 become, as shares of the range that the network wants: [0, 1] is right. */
  range: readonly [number, number]
  /** Blue where red belongs. */
  swapped: boolean
}

/** A fault of the input: how both sides reach the network as they are; with the fix both are right. */
export interface InputFault {
  train: Seen
  evaluation: Seen
  /** What the fix does, for the sentence: `values of -1..1 instead of 0..1`. */
  change: string
}

/** As the network wants it. */
export const right: Seen = { range: [0, 1], swapped: false }

const Ranges = z.object({ seen: ValueRange, wanted: ValueRange })
const Mismatch = z.object({ training: ValueRange, evaluated: ValueRange, wanted: ValueRange })

/** Reads each rule's evidence; null where it does not tell what reaches the network. */
const readers: Readonly<Record<string, (evidence: unknown) => InputFault | null>> = {
  'preprocessing/wrong-range': bothSides,
  'preprocessing/double-scaling': bothSides,
  'preprocessing/train-validation-mismatch': oneSide,
  'preprocessing/channel-order': () => {
    const swapped = { ...right, swapped: true }
    return { train: swapped, evaluation: swapped, change: 'red and blue in their places' }
  },
}

/** Rules whose fixes change what reaches the network. */
export const inputRules = Object.keys(readers)

/** What a finding says about the input; null where its evidence does not tell. */
export const inputFaultOf = ({ rule, evidence }: Finding): InputFault | null =>
  readers[rule]?.(evidence) ?? null

/** Whether this side is as the network wants it. */
export const isRight = ({ range, swapped }: Seen): boolean => !swapped && range[0] === 0 && range[1] === 1

function bothSides(evidence: unknown): InputFault | null {
  const { data } = Ranges.safeParse(evidence)
  if (data === undefined) return null
  const range = shareOf(data.seen, data.wanted)
  const seen = { range, swapped: false }
  return {
    train: seen,
    evaluation: seen,
    change: `pixel values of ${words(data.wanted)} instead of ${words(data.seen)}`,
  }
}

/** The training images are taken for right: what the evaluation images lack is what is tried. */
function oneSide(evidence: unknown): InputFault | null {
  const { data } = Mismatch.safeParse(evidence)
  if (data === undefined) return null
  const { training, evaluated, wanted } = data
  return {
    train: { range: shareOf(training, wanted), swapped: false },
    evaluation: { range: shareOf(evaluated, wanted), swapped: false },
    change: `validation images of ${words(training)} like the training images, instead of ${words(evaluated)}`,
  }
}

function shareOf(seen: ValueRange, [low, high]: ValueRange): [number, number] {
  const share = (value: number) => (value - low) / (high - low)
  return [share(seen[0]), share(seen[1])]
}

const words = (range: ValueRange) => range.map((value) => Number(value.toPrecision(3))).join('..')
