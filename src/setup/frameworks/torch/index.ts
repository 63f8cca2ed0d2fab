import type { Row } from '../table.ts'
import { albumentations } from './albumentations.ts'
import { torchData } from './data.ts'
import { hub } from './hub.ts'
import { lightning } from './lightning.ts'
import { torchModules } from './modules.ts'
import { networks, weightTransforms } from './networks.ts'
import { timm } from './timm.ts'
import { torchTraining } from './training.ts'
import { vision } from './vision.ts'

/** PyTorch and the libraries that image training with it uses. */
export const torch: readonly Row[] = [
  ...torchData,
  ...vision,
  ...albumentations,
  ...torchModules,
  ...networks,
  ...weightTransforms,
  ...timm,
  ...torchTraining,
  ...lightning,
  ...hub,
]
