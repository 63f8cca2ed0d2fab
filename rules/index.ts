// Generated from the files below by `npm run generate`. Do not edit.
import type { Rule } from '../src/model/rule.ts'
import augmentationFrozenByCache from './augmentation/frozen-by-cache.ts'
import augmentationInValidation from './augmentation/in-validation.ts'
import augmentationMissing from './augmentation/missing.ts'
import augmentationOutOfRange from './augmentation/out-of-range.ts'
import augmentationSubsetAlias from './augmentation/subset-alias.ts'
import fineTuningBatchNorm from './fine-tuning/batch-norm.ts'
import fineTuningLearningRate from './fine-tuning/learning-rate.ts'
import fineTuningNotPretrained from './fine-tuning/not-pretrained.ts'
import fineTuningNotRecompiled from './fine-tuning/not-recompiled.ts'
import fineTuningUnfrozenUnderNewHead from './fine-tuning/unfrozen-under-new-head.ts'
import fineTuningWrongLayers from './fine-tuning/wrong-layers.ts'
import imagesBlank from './images/blank.ts'
import imagesExifRotated from './images/exif-rotated.ts'
import imagesMixedChannels from './images/mixed-channels.ts'
import imagesQualityOutlier from './images/quality-outlier.ts'
import imagesShortcut from './images/shortcut.ts'
import imagesSplitShift from './images/split-shift.ts'
import imagesTooSmall from './images/too-small.ts'
import imagesUnreadable from './images/unreadable.ts'
import imagesWrongExtension from './images/wrong-extension.ts'
import labelsAmbiguousClasses from './labels/ambiguous-classes.ts'
import labelsClassMismatch from './labels/class-mismatch.ts'
import labelsConflictingDuplicates from './labels/conflicting-duplicates.ts'
import labelsImbalance from './labels/imbalance.ts'
import labelsInconsistentNames from './labels/inconsistent-names.ts'
import labelsLikelyMislabelled from './labels/likely-mislabelled.ts'
import labelsMalformedManifest from './labels/malformed-manifest.ts'
import leakageAugmentedCopy from './leakage/augmented-copy.ts'
import leakageExactDuplicate from './leakage/exact-duplicate.ts'
import leakageFitBeforeSplit from './leakage/fit-before-split.ts'
import leakageNearDuplicate from './leakage/near-duplicate.ts'
import leakageOverlappingSplit from './leakage/overlapping-split.ts'
import leakageSameGroup from './leakage/same-group.ts'
import leakageSplitAfterAugmentation from './leakage/split-after-augmentation.ts'
import leakageTunedOnTest from './leakage/tuned-on-test.ts'
import preprocessingChannelOrder from './preprocessing/channel-order.ts'
import preprocessingDomainMismatch from './preprocessing/domain-mismatch.ts'
import preprocessingDoubleScaling from './preprocessing/double-scaling.ts'
import preprocessingInputSize from './preprocessing/input-size.ts'
import preprocessingTrainValidationMismatch from './preprocessing/train-validation-mismatch.ts'
import preprocessingUnfittedStatistics from './preprocessing/unfitted-statistics.ts'
import preprocessingWrongRange from './preprocessing/wrong-range.ts'
import splitClassOrderedTail from './split/class-ordered-tail.ts'
import splitTooSmall from './split/too-small.ts'
import splitUnstratified from './split/unstratified.ts'
import symptomsDivergence from './symptoms/divergence.ts'
import symptomsNoisyValidation from './symptoms/noisy-validation.ts'
import symptomsOscillation from './symptoms/oscillation.ts'
import symptomsOverfitting from './symptoms/overfitting.ts'
import symptomsPlateau from './symptoms/plateau.ts'
import symptomsStuckAtChance from './symptoms/stuck-at-chance.ts'
import symptomsUnderfitting from './symptoms/underfitting.ts'
import symptomsValidationAboveTraining from './symptoms/validation-above-training.ts'
import trainingBatchSize from './training/batch-size.ts'
import trainingEvalMode from './training/eval-mode.ts'
import trainingLearningRate from './training/learning-rate.ts'
import trainingLossMismatch from './training/loss-mismatch.ts'
import trainingNoRegularisation from './training/no-regularisation.ts'
import trainingNotShuffled from './training/not-shuffled.ts'
import trainingOptimizer from './training/optimizer.ts'
import trainingPlateauSchedule from './training/plateau-schedule.ts'
import trainingShuffledEvaluation from './training/shuffled-evaluation.ts'
import trainingUnseededSplit from './training/unseeded-split.ts'
import trainingValidationMissing from './training/validation-missing.ts'
import trainingValidationSteps from './training/validation-steps.ts'
import trainingZeroGrad from './training/zero-grad.ts'

/** Every rule, sorted by id. */
export const rules: readonly Rule[] = [
  augmentationFrozenByCache,
  augmentationInValidation,
  augmentationMissing,
  augmentationOutOfRange,
  augmentationSubsetAlias,
  fineTuningBatchNorm,
  fineTuningLearningRate,
  fineTuningNotPretrained,
  fineTuningNotRecompiled,
  fineTuningUnfrozenUnderNewHead,
  fineTuningWrongLayers,
  imagesBlank,
  imagesExifRotated,
  imagesMixedChannels,
  imagesQualityOutlier,
  imagesShortcut,
  imagesSplitShift,
  imagesTooSmall,
  imagesUnreadable,
  imagesWrongExtension,
  labelsAmbiguousClasses,
  labelsClassMismatch,
  labelsConflictingDuplicates,
  labelsImbalance,
  labelsInconsistentNames,
  labelsLikelyMislabelled,
  labelsMalformedManifest,
  leakageAugmentedCopy,
  leakageExactDuplicate,
  leakageFitBeforeSplit,
  leakageNearDuplicate,
  leakageOverlappingSplit,
  leakageSameGroup,
  leakageSplitAfterAugmentation,
  leakageTunedOnTest,
  preprocessingChannelOrder,
  preprocessingDomainMismatch,
  preprocessingDoubleScaling,
  preprocessingInputSize,
  preprocessingTrainValidationMismatch,
  preprocessingUnfittedStatistics,
  preprocessingWrongRange,
  splitClassOrderedTail,
  splitTooSmall,
  splitUnstratified,
  symptomsDivergence,
  symptomsNoisyValidation,
  symptomsOscillation,
  symptomsOverfitting,
  symptomsPlateau,
  symptomsStuckAtChance,
  symptomsUnderfitting,
  symptomsValidationAboveTraining,
  trainingBatchSize,
  trainingEvalMode,
  trainingLearningRate,
  trainingLossMismatch,
  trainingNoRegularisation,
  trainingNotShuffled,
  trainingOptimizer,
  trainingPlateauSchedule,
  trainingShuffledEvaluation,
  trainingUnseededSplit,
  trainingValidationMissing,
  trainingValidationSteps,
  trainingZeroGrad,
]
