import type { Dataset } from '../model/dataset.ts'

/** What is known of the data where there is none. */
export const nothingFound: Dataset = {
  samples: [],
  origin: 'no images of a data set were found',
  classFolders: [],
}
