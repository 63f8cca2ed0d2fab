/** What heads that never saw a sample say of all labels together, where labels/likely-mislabelled has looked. */
export interface LabelsJudged {
  /** Estimated share of wrong labels, 0..1. */
  rate: number
  /** Lower end of its 95 % interval. */
  least: number
  /** About the share of true classes that the heads tell, 0..1. */
  skill: number
  /** Whether the rule names images. */
  named: boolean
}

/**
 * So many labels must look wrong at least. Too little to blame them: the lower end was 8 % at most in 26 random parts of
 * trashnet under its own labels, but 9 to 13 % in eight of drawings sorted by theme, which overlap (bench/README.md,
 * Diagnosis).
 */
const leastWrong = 0.1
/** What a person looks through in some minutes. */
const drawn = 50

/**
 * What to measure where many labels look wrong and it cannot be told which, as an imperative; null where they do not, or
 * where the rule names the images.
 */
export function measureOfLabels({ rate, least, skill, named }: LabelsJudged): string | null {
  if (named || least < leastWrong) return null
  const [about, atLeast, told] = [rate, least, skill].map((share) => `${Math.round(100 * share)} %`)
  return `look through ${drawn} images drawn at random: to the probe's heads, which are right in about ${told} and cannot say which, some ${about} of the labels look wrong (at least ${atLeast}). If far fewer than ${Math.round(drawn * rate)} of the ${drawn} are, the classes overlap and labels are not the cause`
}
