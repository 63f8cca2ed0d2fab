/**
 * Layers of each Keras trunk without its top, and how many of them are batch normalisation. Counted with Keras 3.15
 * as `len(Backbone(weights=None, include_top=False).layers)`; other versions differ by a few (an input or a pooling
 * layer), which callers have to allow for.
 */
const counted: Readonly<Record<string, readonly [layers: number, batchNorms: number]>> = {
  ConvNeXtTiny: [133, 0],
  ConvNeXtSmall: [259, 0],
  ConvNeXtBase: [259, 0],
  ConvNeXtLarge: [259, 0],
  ConvNeXtXLarge: [259, 0],
  DenseNet121: [427, 121],
  DenseNet169: [595, 169],
  DenseNet201: [707, 201],
  EfficientNetB0: [237, 49],
  EfficientNetB1: [339, 69],
  EfficientNetB2: [339, 69],
  EfficientNetB3: [384, 78],
  EfficientNetB4: [474, 96],
  EfficientNetB5: [576, 116],
  EfficientNetB6: [666, 134],
  EfficientNetB7: [813, 163],
  EfficientNetV2B0: [270, 59],
  EfficientNetV2B1: [334, 73],
  EfficientNetV2B2: [349, 76],
  EfficientNetV2B3: [409, 88],
  EfficientNetV2S: [513, 110],
  EfficientNetV2M: [740, 157],
  EfficientNetV2L: [1028, 217],
  InceptionResNetV2: [780, 204],
  InceptionV3: [311, 94],
  MobileNet: [86, 27],
  MobileNetV2: [154, 52],
  MobileNetV3Large: [187, 46],
  MobileNetV3Small: [157, 34],
  NASNetLarge: [1012, 263],
  NASNetMobile: [769, 192],
  ResNet101: [345, 104],
  ResNet101V2: [377, 100],
  ResNet152: [515, 155],
  ResNet152V2: [564, 151],
  ResNet50: [175, 53],
  ResNet50V2: [190, 49],
  VGG16: [19, 0],
  VGG19: [22, 0],
  Xception: [132, 40],
}

/** How many layers a trunk has, top excluded; null for one that is not known. */
export const layersOf = (backbone: string): number | null => counted[backbone]?.[0] ?? null

/** Whether a trunk holds batch normalisation; false for one that is not known. */
export const hasBatchNorm = (backbone: string): boolean => (counted[backbone]?.[1] ?? 0) > 0
