import { placeOf } from '../../src/judge/duplicates.ts'
import { defineRule } from '../../src/model/rule.ts'

export default defineRule({
  id: 'images/unreadable',
  severity: 'error',
  needs: ['project', 'dataset', 'images'],
  maturity: 'stable',
  docs: {
    what: 'An image, or a folder or container of the data, cannot be read: empty, cut short, damaged, not an image at all, or not permitted.',
    why: 'Some loaders stop in the middle of an epoch, others skip the file or fill the missing part with grey, without a word. What the model then sees is not what the folder promises.',
    how: 'Fetch the file again from its source, or leave it out. For a folder, mend its permissions; a container (tar, TFRecord, Parquet) that is cut short has to be written anew.',
    fixSafety: 'Safe: the file could not be used as it is. It is excluded, not deleted.',
    references: [
      'https://pillow.readthedocs.io/en/stable/reference/ImageFile.html#PIL.ImageFile.LOAD_TRUNCATED_IMAGES',
      'https://www.tensorflow.org/api_docs/python/tf/io/decode_image',
    ],
    bad: 'train/cat/IMG_3.jpg   # 0 bytes',
    good: 'train/cat/IMG_3.jpg   # downloaded again',
  },
  *check({ project, dataset, images }) {
    for (const { path, reason } of [...project.problems, ...(dataset.problems ?? [])]) {
      yield {
        message: `Not examined, cannot be read: ${reason}`,
        locations: [{ path }],
        evidence: { reason },
      }
    }
    for (const sample of dataset.samples) {
      const fact = images.images.get(sample.path)
      if (fact === undefined || fact.ok) continue
      yield {
        message: `This image cannot be read: ${fact.reason}`,
        locations: [placeOf(sample)],
        evidence: { reason: fact.reason },
        fix: {
          title: 'Exclude the file',
          applicability: 'safe',
          operations: [{ op: 'exclude', sample: sample.path }],
        },
      }
    }
  },
})
