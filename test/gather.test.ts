import { expect, it } from 'vitest'
import likelyMislabelled from '../rules/labels/likely-mislabelled.ts'
import channelOrder from '../rules/preprocessing/channel-order.ts'
import zeroGrad from '../rules/training/zero-grad.ts'
import { gather } from '../src/gather.ts'
import { discover } from '../src/project/discover.ts'
import { temporaryFolder } from './support/temporary-folder.ts'
import { workContext } from './support/work.ts'

it('images are gathered for a rule on code alone where its fix is to be tried, and only there', async () => {
  const project = await discover(
    await temporaryFolder({ 'train/a/1.png': 'no image', 'val/a/2.png': 'nor this' }),
  )
  const known = async (rule: typeof zeroGrad | typeof channelOrder, probe: 'none' | 'quick') =>
    (await gather(project, [rule], workContext(), { probe })).images?.ok
  expect(await known(channelOrder, 'quick')).toBe(true)
  expect(await known(channelOrder, 'none')).toBeUndefined()
  expect(await known(zeroGrad, 'quick')).toBeUndefined()
})

it('the labels of a small set are not judged, and no network is opened for them', async () => {
  const project = await discover(
    await temporaryFolder({ 'train/a/1.png': 'no image', 'train/b/2.png': 'nor this' }),
  )
  const { predictions } = await gather(project, [likelyMislabelled], workContext(), { probe: 'quick' })
  expect(predictions).toEqual({
    ok: false,
    reason: '2 labelled images are too few to tell wrong labels from hard photos (at least 250)',
  })
})
