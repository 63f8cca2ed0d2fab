import sharp, { type Sharp } from 'sharp'
import type { Random } from '../../src/model/random.ts'

/** A photo decoded once: RGB pixels, interleaved. */
export interface Photo {
  data: Buffer
  width: number
  height: number
}

/** Makes a changed copy; what is left to chance comes from `random`. */
type Vary = (photo: Photo, random: Random) => Sharp | Promise<Sharp>

export const open = ({ data, width, height }: Photo): Sharp =>
  sharp(data, { raw: { width, height, channels: 3 } })

const oneOf = <T>(random: Random, ...choices: [T, ...T[]]): T =>
  choices[random.below(choices.length)] ?? choices[0]
/** Photometric strengths: up or down by at least half of what is possible. */
const factor = (random: Random) => oneOf(random, random.uniform(0.65, 0.8), random.uniform(1.2, 1.4))
type Colour = string | { r: number; g: number; b: number }
const colour = (random: Random): Colour => ({
  r: random.below(256),
  g: random.below(256),
  b: random.below(256),
})

/** A part of the photo, `share` of each side, at a place of choice (0..1 of the room left). */
function part(photo: Photo, width: number, height: number, x: number, y: number): Sharp {
  const [w, h] = [Math.round(width), Math.round(height)]
  const left = Math.round((photo.width - w) * x)
  return open(photo).extract({ left, top: Math.round((photo.height - h) * y), width: w, height: h })
}

const centre =
  (share: number): Vary =>
  (photo) =>
    part(photo, photo.width * share, photo.height * share, 0.5, 0.5)

/** Always at an edge or in a corner: never nearer to the centre than three quarters of the way. */
const offCentre =
  (share: number): Vary =>
  (photo, random) => {
    const far = () => oneOf(random, random.uniform(0, 0.125), random.uniform(0.875, 1))
    return part(photo, photo.width * share, photo.height * share, far(), far())
  }

/** torchvision's RandomResizedCrop(224, scale=(0.5, 0.9)), ratio 3/4..4/3, its fallback left out. */
const randomResizedCrop: Vary = (photo, random) => {
  for (;;) {
    const area = photo.width * photo.height * random.uniform(0.5, 0.9)
    const ratio = Math.exp(random.uniform(Math.log(3 / 4), Math.log(4 / 3)))
    const [width, height] = [Math.sqrt(area * ratio), Math.sqrt(area / ratio)]
    if (width > photo.width || height > photo.height) continue
    return part(photo, width, height, random.uniform(), random.uniform()).resize(224, 224, { fit: 'fill' })
  }
}

/** Turned about its centre within the same frame, corners filled as Keras and torchvision fill them. */
const rotated =
  (degrees: number): Vary =>
  async (photo, random) => {
    const background = oneOf(random, 'black', 'white', 'grey')
    const angle = oneOf(random, degrees, -degrees)
    const turned = await open(photo).rotate(angle, { background }).raw().toBuffer({ resolveWithObject: true })
    const { width, height } = turned.info
    return part({ data: turned.data, width, height }, photo.width, photo.height, 0.5, 0.5)
  }

const border: Vary = (photo, random) => {
  const wide = Math.round(Math.min(photo.width, photo.height) * random.uniform(0.05, 0.12))
  const background = oneOf<Colour>(random, 'black', 'white', colour(random))
  return open(photo).extend({ top: wide, bottom: wide, left: wide, right: wide, background })
}

/** Fitted into a frame of another shape, bars above and below or at both sides. */
const letterbox: Vary = (photo, random) => {
  const { width, height } = photo
  const background = oneOf(random, 'black', 'white', 'grey')
  const frame = width > 1.2 * height ? { width, height: width } : { width: Math.round(height * 1.4), height }
  return open(photo).resize({ ...frame, fit: 'contain', background })
}

/** A caption or a logo over about a tenth of the photo. */
const overlay: Vary = ({ data, width, height }, random) => {
  const text = oneOf(random, 'www.example.com', 'SALE', 'Foto 2019')
  const size = width * random.uniform(0.1, 0.16)
  const y = height * random.uniform(0.2, 0.9)
  const box = oneOf<string>(random, 'none', 'white', 'black')
  const ink = box === 'white' ? 'black' : 'white'
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}">
    <rect x="0" y="${y - size}" width="${width * 0.8}" height="${size * 1.3}" fill="${box}"/>
    <circle cx="${width * random.uniform()}" cy="${height * random.uniform()}" r="${width * 0.08}" fill="red"/>
    <path d="${strokes(text.length, size, y)}" stroke="${ink}" stroke-width="${size / 7}" fill="none"/></svg>`
  return open({ data, width, height }).composite([{ input: Buffer.from(svg) }])
}

/** Letter-like strokes instead of text: fonts differ from machine to machine. */
function strokes(letters: number, size: number, y: number): string {
  return Array.from({ length: letters }, (_, index) => {
    const x = (index + 0.3) * size * 0.5
    const [w, h] = [size * 0.35, size * (0.5 + 0.5 * (index % 2))]
    return `M${x},${y} v${-h} h${w} v${h} M${x},${y - h / 2} h${w}`
  }).join(' ')
}

const noise: Vary = ({ data, width, height }, random) => {
  const sigma = random.uniform(8, 16)
  const noisy = Buffer.from(data)
  for (let i = 0; i < noisy.length; i += 1)
    noisy[i] = Math.min(255, Math.max(0, (data[i] ?? 0) + sigma * random.normal()))
  return open({ data: noisy, width, height })
}

const simple: Record<string, Vary> = {
  resize: (photo, random) => open(photo).resize(Math.round(photo.width * random.uniform(0.4, 0.7))),
  'JPEG 30': (photo) => open(photo).jpeg({ quality: 30 }),
  'JPEG 50': (photo) => open(photo).jpeg({ quality: 50 }),
  'WebP 50': (photo) => open(photo).webp({ quality: 50 }),
  brightness: (photo, random) => open(photo).modulate({ brightness: factor(random) }),
  contrast: (photo, random) => {
    const gain = factor(random)
    return open(photo).linear(gain, 128 * (1 - gain))
  },
  gamma: (photo, random) => open(photo).gamma(random.uniform(1.5, 2.2)),
  greyscale: (photo) => open(photo).greyscale(),
  'colour jitter': (photo, random) =>
    open(photo).modulate({
      brightness: random.uniform(0.8, 1.2),
      saturation: random.uniform(0.6, 1.5),
      hue: random.below(61) - 30,
    }),
  'flip horizontal': (photo) => open(photo).flop(),
  'flip vertical': (photo) => open(photo).flip(),
  'rotation 90': (photo, random) => open(photo).rotate(oneOf(random, 90, 270)),
  'rotation 180': (photo) => open(photo).rotate(180),
  'rotation 5': rotated(5),
  'rotation 10': rotated(10),
  'centre crop 90': centre(0.9),
  'centre crop 75': centre(0.75),
  'off-centre crop 90': offCentre(0.9),
  'off-centre crop 80': offCentre(0.8),
  'random resized crop': randomResizedCrop,
  border,
  letterbox,
  overlay,
  blur: (photo, random) => open(photo).blur(random.uniform(1.2, 2.2)),
  noise,
}

/** Two at once: one of where things are, then one of how they look. */
const geometric: [string, ...string[]] = [
  'flip horizontal',
  'rotation 90',
  'rotation 5',
  'centre crop 90',
  'off-centre crop 80',
]
const photometric: [string, ...string[]] = [
  'JPEG 30',
  'resize',
  'contrast',
  'greyscale',
  'colour jitter',
  'overlay',
  'noise',
]

export const transforms: readonly string[] = [...Object.keys(simple), 'two at once']

/** The copy as a file: JPEG at quality 90 unless the transform is an encoding itself. */
export async function copyOf(photo: Photo, transform: string, random: Random): Promise<Buffer> {
  if (transform === 'two at once') {
    const moved = await decode(await copyOf(photo, oneOf(random, ...geometric), random))
    return copyOf(moved, oneOf(random, ...photometric), random)
  }
  const vary = simple[transform]
  if (vary === undefined) throw new RangeError(`no transform ${transform}`)
  const image = await vary(photo, random)
  return (
    transform.startsWith('JPEG') || transform.startsWith('WebP') ? image : image.jpeg({ quality: 90 })
  ).toBuffer()
}

/** Decodes a file to RGB pixels. */
export async function decode(bytes: Uint8Array): Promise<Photo> {
  const { data, info } = await sharp(bytes)
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true })
  return { data, width: info.width, height: info.height }
}
