/**
 * Side of the images that the ImageNet weights of each Keras trunk were trained on, in pixels
 * (https://keras.io/api/applications/). Only networks whose size differs from the usual 224 are listed.
 */
const sizes: Readonly<Record<string, number>> = {
  InceptionV3: 299,
  InceptionResNetV2: 299,
  Xception: 299,
  NASNetLarge: 331,
  EfficientNetB1: 240,
  EfficientNetB2: 260,
  EfficientNetB3: 300,
  EfficientNetB4: 380,
  EfficientNetB5: 456,
  EfficientNetB6: 528,
  EfficientNetB7: 600,
  EfficientNetV2B1: 240,
  EfficientNetV2B2: 260,
  EfficientNetV2B3: 300,
  EfficientNetV2S: 384,
  EfficientNetV2M: 480,
  EfficientNetV2L: 480,
}

/** Networks with ImageNet weights of their own for smaller images: https://keras.io/api/applications/mobilenet/. */
const smaller: Readonly<Record<string, readonly number[]>> = {
  MobileNet: [128, 160, 192],
  MobileNetV2: [96, 128, 160, 192],
}

/** The side that the weights are made for, next to `side` where there are weights for several. */
export const trainedSize = (backbone: string, side: number): number =>
  smaller[backbone]?.includes(side) ? side : (sizes[backbone] ?? 224)
