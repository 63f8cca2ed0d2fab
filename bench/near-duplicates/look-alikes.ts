import { readFile } from 'node:fs/promises'
import path from 'node:path'
import sharp from 'sharp'
import { Random } from '../../src/model/random.ts'

/** Images of which none is a copy of another, though many look alike. */
interface LookAlikes {
  name: string
  files: Buffer[]
}

/** `trashnet`: absolute path of the data set that the lids are from. */
export async function lookAlikes(trashnet: string): Promise<LookAlikes[]> {
  return [
    {
      name: 'round lids of trashnet',
      files: await Promise.all(lids.map((lid) => readFile(path.join(trashnet, lid)))),
    },
    { name: 'digits on white, 28 px', files: await digits(300, 28) },
    { name: 'digits on white, 128 px', files: await digits(300, 128) },
    { name: 'neighbouring slices of a volume', files: await slices(200, 128) },
  ]
}

/** Lids and bottoms of cans and jars, and what else is round and of metal, chosen by eye. */
const lids = Object.entries({
  test: [239, 27, 389, 65],
  train: [145, 151, 17, 19, 22, 228, 229, 241, 244, 282, 284, 295, 338, 340, 373, 378, 409, 82],
  val: [279, 347, 377],
}).flatMap(([split, numbers]) => numbers.map((number) => `${split}/metal/metal${number}.jpg`))

/** Strokes of the digits in a box of 10 x 16. */
const strokes = [
  'M5,1 C9,1 9,15 5,15 C1,15 1,1 5,1',
  'M3,4 L5,1 V15',
  'M1,4 C2,0 9,0 8,5 C8,8 3,11 1,15 H9',
  'M1,2 C6,-1 10,6 4,7 C10,7 10,16 1,14',
  'M7,15 V1 L1,10 H9',
  'M8,1 H2 V7 C9,4 10,15 4,15 L1,14',
  'M8,1 C2,2 0,14 5,15 C10,15 9,7 5,7 C3,7 2,9 2,11',
  'M1,1 H9 C6,6 4,10 4,15',
  'M5,7 C0,6 2,1 5,1 C8,1 10,6 5,7 C0,8 1,15 5,15 C9,15 10,8 5,7',
  'M8,5 C8,9 2,9 2,5 C2,0 8,0 8,5 C8,10 8,12 6,15',
]

/** Every digit written in its own way: slant, size, place, thickness and tremble differ. */
async function digits(count: number, side: number): Promise<Buffer[]> {
  const random = new Random(3, 'digits', side)
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const stroke = (strokes[index % strokes.length] ?? '').replace(/-?\d+/g, (number) => {
        return (Number(number) + random.uniform(-0.5, 0.5)).toFixed(2)
      })
      const place = `translate(${random.uniform(3.5, 6.5)} ${random.uniform(1, 3)}) scale(${random.uniform(0.85, 1.1)} ${random.uniform(0.85, 1.1)})`
      const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${side}" height="${side}" viewBox="0 0 20 20"><rect width="20" height="20" fill="white"/><g transform="${place} skewX(${random.uniform(-12, 12)})"><path d="${stroke}" stroke="black" stroke-width="${random.uniform(1, 1.8)}" stroke-linecap="round" fill="none"/></g></svg>`
      return sharp(Buffer.from(svg)).png().toBuffer()
    }),
  )
}

/** Slices through a body of soft ellipsoids, a fortieth of the smallest one apart, each with noise of its own. */
async function slices(count: number, side: number): Promise<Buffer[]> {
  const random = new Random(4, 'slices')
  const bodies = Array.from({ length: 60 }, () => ({
    at: [random.uniform(0.2, 0.8), random.uniform(0.2, 0.8), random.uniform(0, 1)],
    size: [random.uniform(0.05, 0.2), random.uniform(0.05, 0.2), random.uniform(0.1, 0.3)],
    grey: random.uniform(-60, 90),
  }))
  return Promise.all(
    Array.from({ length: count }, (_, index) => {
      const pixels = Buffer.alloc(side * side)
      for (let i = 0; i < pixels.length; i += 1) {
        const point = [(i % side) / side, Math.floor(i / side) / side, index / count]
        let grey = 40 + 4 * random.normal()
        for (const body of bodies) {
          const distance = Math.hypot(
            ...point.map((value, axis) => (value - (body.at[axis] ?? 0)) / (body.size[axis] ?? 1)),
          )
          grey += body.grey / (1 + Math.exp(12 * (distance - 1)))
        }
        pixels[i] = Math.min(255, Math.max(0, grey))
      }
      return sharp(pixels, { raw: { width: side, height: side, channels: 1 } })
        .png()
        .toBuffer()
    }),
  )
}
