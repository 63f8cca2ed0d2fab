import { describeScores, type ScoresTrialNumbers } from '../trials/sentence.ts'

interface FineTuningNumbers extends ScoresTrialNumbers {
  /** Which part of the trunk was trained, or what it is set against. */
  part: string
}

/** Says in one sentence what was tried and what came out. */
export const describeFineTuning = ({ part, change, ...numbers }: FineTuningNumbers): string =>
  describeScores(`With ${change}, tried ${part}, the network predicts`, numbers)
