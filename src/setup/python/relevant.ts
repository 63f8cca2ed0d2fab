/** Libraries that train on images, prepare images or split them, by the names that their imports carry. */
const traces =
  /keras|tensorflow|torch|sklearn|albumentations|imgaug|ImageDataGenerator|fastai|\btimm\b|\bflax\b|\bmxnet\b|lightning/i

/**
 * Whether a script or notebook is worth parsing for its own sake: a cheap look at the text alone, so that a
 * project without training code never loads the parser. Files that such a file imports are parsed as well.
 */
export const mentionsTraining = (text: string): boolean => traces.test(text)
