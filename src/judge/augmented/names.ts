/** What a name says of a copy: whose it is, and whose habit such a name is. */
export interface CopyName {
  /** Name of the source without ending, as far as the copy's name tells it. */
  source: string
  scheme: 'augmented' | 'Keras' | 'Augmentor' | 'Roboflow' | 'copy'
}

const image = '(?:jpe?g|png|bmp|gif|webp|tiff?)'
/** `name_jpg.rf.<hash>`: every version that Roboflow exports of one upload. */
const roboflow = new RegExp(`^(.+)[_.]${image}\\.rf\\.[\\w-]{16,}$`, 'i')
/** `class_original_name.jpg_<uuid>`: Augmentor's `Pipeline._execute`. */
const augmentor = new RegExp(`^.*_original_(.+)\\.${image}_[\\da-f]{8}-[\\da-f-]{27}$`, 'i')
/** `prefix_index_random`: Keras' `save_to_dir`; the index is that of the source, whose name is lost. */
const keras = /^(|aug[a-z]*)_(\d+)_\d{1,8}$/i
/** `name - Copy (2)`, `name (1)`, `Copy of name`, `name copy 2`: Windows, browsers and macOS. */
const copies = [
  /^(.+?)(?: - copy(?: \(\d+\))?| copy(?: \d+)?|[_-]copy[_-]?\d*| ?\(\d{1,3}\))$/i,
  /^copy of (.+)$/i,
]

/** What augmentation scripts add to names, in the words of Keras, imgaug, torchvision and Albumentations. */
const word = `(?:${[
  'aug(?:ment(?:ed|ation)?)?',
  '[hv][_-]?flip(?:ped)?',
  'flip(?:ped)?(?:[_-]?(?:lr|ud|h|v|hor|ver|horizontal(?:ly)?|vertical(?:ly)?|x|y))?',
  'mirror(?:ed)?',
  'rot(?:at(?:e|ed|ion))?',
  'crop(?:ped)?',
  'zoom(?:ed)?',
  'bright(?:er|ness|ened)?',
  'dark(?:er|ened)',
  'contrast',
  '(?:gauss(?:ian)?[_-]?)?(?:nois(?:e|y)|blur(?:red|ry)?)',
  'sharpen(?:ed)?',
  'shear(?:ed)?',
  'shift(?:ed)?',
  'translat(?:e|ed|ion)',
  'scaled?',
  'hue',
  'saturat(?:e|ed|ion)',
  'gamma',
  '(?:colou?r[_-]?)?jitter(?:ed)?',
  'gr[ae]yscale',
  'cutout',
  'elastic',
  'distort(?:ed|ion)?',
  'equali[sz]ed?',
  'invert(?:ed)?',
  'transposed?',
  'affine',
  'perspective',
  'warp(?:ed)?',
].join('|')})`
/** `_rot90`, `-flip_1`, `_bright_0.5` at the end, `aug_` or `flipped_` at the beginning. */
const suffix = new RegExp(`^(.+?)[_\\-. ]+${word}[_\\-. \\d]*(?:deg)?$`, 'i')
const prefix = new RegExp(`^${word}(?:[_\\-. ]*\\d{1,3})?[_\\-. ]+(.+)$`, 'i')

/** Longer names are not looked at: no file system has them. */
const longest = 255

/** Reads the name of a file, without folders and ending; null when it does not look like a copy's. */
export function copyName(stem: string): CopyName | null {
  if (stem.length > longest) return null
  const tool = (roboflow.exec(stem) ?? [])[1]
  if (tool !== undefined) return { source: tool, scheme: 'Roboflow' }
  const original = (augmentor.exec(stem) ?? [])[1]
  if (original !== undefined) return { source: original, scheme: 'Augmentor' }
  const saved = keras.exec(stem)
  if (saved !== null) return { source: `${saved[1]}_${saved[2]}`, scheme: 'Keras' }
  const bare = withoutWords(stem)
  if (bare !== stem) return { source: bare, scheme: 'augmented' }
  const copied = copies.map((pattern) => pattern.exec(stem)?.[1]).find((source) => source !== undefined)
  return copied === undefined ? null : { source: copied, scheme: 'copy' }
}

/** `cat_12_flip_rot90_2` -> `cat_12`. */
function withoutWords(stem: string): string {
  let bare = stem
  for (let rounds = 0; rounds < 8; rounds += 1) {
    const shorter = suffix.exec(bare)?.[1] ?? prefix.exec(bare)?.[1]
    if (shorter === undefined) return bare
    bare = shorter
  }
  return bare
}
