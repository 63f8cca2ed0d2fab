import type { Row } from '../table.ts'
import { imagenet, signed } from './wants.ts'

const docs = 'https://pytorch.org/vision/stable/models.html'

/**
 * The networks of torchvision by the attribute that holds their classifier (seen in torchvision 0.20; the last child
 * of each). All their weights were trained on images normalised with ImageNet's mean and standard deviation.
 */
const families: readonly [head: string, networks: string][] = [
  ['fc', 'resnet18 resnet34 resnet50 resnet101 resnet152 wide_resnet50_2 wide_resnet101_2'],
  ['fc', 'resnext50_32x4d resnext101_32x8d resnext101_64x4d inception_v3 googlenet'],
  ['fc', 'shufflenet_v2_x0_5 shufflenet_v2_x1_0 shufflenet_v2_x1_5 shufflenet_v2_x2_0'],
  [
    'fc',
    'regnet_x_400mf regnet_x_800mf regnet_x_1_6gf regnet_x_3_2gf regnet_x_8gf regnet_x_16gf regnet_x_32gf',
  ],
  [
    'fc',
    'regnet_y_400mf regnet_y_800mf regnet_y_1_6gf regnet_y_3_2gf regnet_y_8gf regnet_y_16gf regnet_y_32gf',
  ],
  ['classifier', 'alexnet vgg11 vgg13 vgg16 vgg19 vgg11_bn vgg13_bn vgg16_bn vgg19_bn'],
  ['classifier', 'densenet121 densenet161 densenet169 densenet201 squeezenet1_0 squeezenet1_1 maxvit_t'],
  ['classifier', 'mobilenet_v2 mobilenet_v3_large mobilenet_v3_small'],
  ['classifier', 'mnasnet0_5 mnasnet0_75 mnasnet1_0 mnasnet1_3'],
  [
    'classifier',
    'efficientnet_b0 efficientnet_b1 efficientnet_b2 efficientnet_b3 efficientnet_b4 efficientnet_b5',
  ],
  ['classifier', 'efficientnet_b6 efficientnet_b7 efficientnet_v2_s efficientnet_v2_m efficientnet_v2_l'],
  ['classifier', 'convnext_tiny convnext_small convnext_base convnext_large'],
  ['head', 'swin_t swin_s swin_b swin_v2_t swin_v2_s swin_v2_b'],
  ['heads', 'vit_b_16 vit_b_32 vit_l_16 vit_l_32 vit_h_14'],
]

/** Vision transformers of torchvision have neither batch norm nor an active dropout. */
const isModal = (network: string) => !network.startsWith('vit_')

/** The networks of torchvision. */
export const networks: readonly Row[] = families.flatMap(([head, names]) =>
  names.split(' ').map(
    (name): Row => ({
      names: [`torchvision.models.${name}`],
      // Until 0.13 the first argument said whether the network is pretrained.
      parameters: ['weights', 'progress'],
      meaning: { kind: 'network', network: { name, head, wants: imagenet, modal: isModal(name) } },
      docs,
    }),
  ),
)

/**
 * With weights, torchvision's inception_v3 and googlenet turn ImageNet's normalisation into -1..1 themselves, unless
 * they are told `transform_input=False` (torchvision/models/inception.py).
 */
export const transformsInput: ReadonlySet<string> = new Set(['inception_v3', 'googlenet'])

export { signed as withoutTransformedInput }

const weights =
  'AlexNet ConvNeXt_Base ConvNeXt_Large ConvNeXt_Small ConvNeXt_Tiny DenseNet121 DenseNet161 DenseNet169'
    .concat(' DenseNet201 EfficientNet_B0 EfficientNet_B1 EfficientNet_B2 EfficientNet_B3 EfficientNet_B4')
    .concat(
      ' EfficientNet_B5 EfficientNet_B6 EfficientNet_B7 EfficientNet_V2_L EfficientNet_V2_M EfficientNet_V2_S',
    )
    .concat(' GoogLeNet Inception_V3 MNASNet0_5 MNASNet0_75 MNASNet1_0 MNASNet1_3 MaxVit_T MobileNet_V2')
    .concat(
      ' MobileNet_V3_Large MobileNet_V3_Small ResNet101 ResNet152 ResNet18 ResNet34 ResNet50 ResNeXt101_32X8D',
    )
    .concat(' ResNeXt101_64X4D ResNeXt50_32X4D ShuffleNet_V2_X0_5 ShuffleNet_V2_X1_0 ShuffleNet_V2_X1_5')
    .concat(
      ' ShuffleNet_V2_X2_0 SqueezeNet1_0 SqueezeNet1_1 Swin_B Swin_S Swin_T Swin_V2_B Swin_V2_S Swin_V2_T',
    )
    .concat(
      ' VGG11 VGG11_BN VGG13 VGG13_BN VGG16 VGG16_BN VGG19 VGG19_BN ViT_B_16 ViT_B_32 ViT_H_14 ViT_L_16',
    )
    .concat(' ViT_L_32 Wide_ResNet101_2 Wide_ResNet50_2')
    .split(' ')

/** `ResNet50_Weights.DEFAULT.transforms()`: resize, crop, scale, normalise (torchvision/transforms/_presets.py). */
export const weightTransforms: readonly Row[] = weights.map((network) => ({
  names: [
    'DEFAULT',
    'IMAGENET1K_V1',
    'IMAGENET1K_V2',
    'IMAGENET1K_SWAG_E2E_V1',
    'IMAGENET1K_SWAG_LINEAR_V1',
  ].map((version) => `torchvision.models.${network}_Weights.${version}.transforms`),
  parameters: [],
  meaning: { kind: 'preset', wants: imagenet, training: null },
  docs,
}))
