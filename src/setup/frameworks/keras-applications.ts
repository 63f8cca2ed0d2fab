import type { Row, Wanted } from './table.ts'

const signed: Wanted = { range: [-1, 1], channels: 'rgb', inside: false }
/** Blue first, channel means subtracted: about -124..152 (keras/src/applications/imagenet_utils.py, mode 'caffe'). */
const caffe: Wanted = { range: [-123.68, 151.061], channels: 'bgr', inside: false }
/** 0..1, then ImageNet mean and standard deviation (mode 'torch'). */
const torch: Wanted = { range: [-2.118, 2.64], channels: 'rgb', inside: false }
const inside: Wanted = { range: [0, 255], channels: 'rgb', inside: true }

/**
 * With `include_preprocessing=False`: the input that the first layer would have made, by the code of Keras. Of the B
 * sizes of EfficientNetV2 nothing is said: their layer makes what `torch` is, their documentation says -1..1.
 * (keras/src/applications/efficientnet_v2.py, mobilenet_v3.py, convnext.py)
 */
function bareOf(module: string, backbone: string): { bare?: Wanted | null } {
  if (module === 'convnext') return { bare: torch }
  if (module === 'mobilenet_v3') return { bare: signed }
  return module === 'efficientnet_v2' ? { bare: backbone.includes('V2B') ? null : signed } : {}
}

/** Module of each backbone and the input that its `preprocess_input` makes (https://keras.io/api/applications/). */
const families: readonly [module: string, wants: Wanted, backbones: readonly string[]][] = [
  ['inception_v3', signed, ['InceptionV3']],
  ['inception_resnet_v2', signed, ['InceptionResNetV2']],
  ['xception', signed, ['Xception']],
  ['mobilenet', signed, ['MobileNet']],
  ['mobilenet_v2', signed, ['MobileNetV2']],
  ['nasnet', signed, ['NASNetMobile', 'NASNetLarge']],
  ['resnet_v2', signed, ['ResNet50V2', 'ResNet101V2', 'ResNet152V2']],
  ['resnet', caffe, ['ResNet101', 'ResNet152']],
  ['resnet50', caffe, ['ResNet50']],
  ['vgg16', caffe, ['VGG16']],
  ['vgg19', caffe, ['VGG19']],
  ['densenet', torch, ['DenseNet121', 'DenseNet169', 'DenseNet201']],
  ['efficientnet', inside, ['0', '1', '2', '3', '4', '5', '6', '7'].map((size) => `EfficientNetB${size}`)],
  ['efficientnet_v2', inside, ['B0', 'B1', 'B2', 'B3', 'S', 'M', 'L'].map((size) => `EfficientNetV2${size}`)],
  ['convnext', inside, ['Tiny', 'Small', 'Base', 'Large', 'XLarge'].map((size) => `ConvNeXt${size}`)],
  ['mobilenet_v3', inside, ['MobileNetV3Small', 'MobileNetV3Large']],
]

const docsOf = (module: string) => `https://keras.io/api/applications/${module.replaceAll('_', '')}/`

/** The pretrained networks of Keras and the `preprocess_input` of each. */
export const kerasApplications: readonly Row[] = families.flatMap(([module, wants, backbones]) => [
  ...backbones.map(
    (backbone): Row => ({
      names: [`keras.applications.${backbone}`],
      parameters: [
        'include_top',
        'weights',
        'input_tensor',
        'input_shape',
        'pooling',
        'classes',
        'classifier_activation',
      ],
      meaning: {
        kind: 'backbone',
        backbone,
        module,
        wants,
        ...bareOf(module, backbone),
        defaultWeights: 'imagenet',
      },
      docs: docsOf(module),
    }),
  ),
  {
    names: [`keras.applications.${module}.preprocess_input`],
    parameters: ['x', 'data_format'],
    // The functions of families that scale inside are there for symmetry and give their input back.
    meaning: {
      kind: 'tensor',
      effect: wants.inside ? { does: 'keep' } : { does: 'preprocess', of: module, makes: wants.range },
    },
    docs: docsOf(module),
  },
])

/** The input that a module's `preprocess_input` makes from 0..255, by module name. */
export const wantedBy: ReadonlyMap<string, Wanted> = new Map(
  families.map(([module, wants]) => [module, wants]),
)
