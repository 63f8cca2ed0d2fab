import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { ByteReader, sourceOf } from '../containers/byte-reader.ts'
import { thumbnail } from '../images/decode/thumbnail.ts'
import type { Sample } from '../model/dataset.ts'
import type { Report } from '../model/report.ts'
import { renderHtml } from '../report/html/render.ts'
import { wantedThumbnails } from '../report/wanted-thumbnails.ts'

/** Pixels of a thumbnail's longer side: about 4 KB each as WebP, so that a thousand stay under the 5 MB goal. */
const thumbnailPixels = 160

/** Writes the self-contained HTML report, with thumbnails of the images that it shows. Overwrites an earlier one. */
export async function writeHtmlReport(
  report: Report,
  { root, samples, target }: { root: string; samples: readonly Sample[]; target: string },
  file: string,
): Promise<void> {
  const thumbnails = new Map<string, string>()
  const bySample = new Map(samples.map((sample) => [sample.path, sample]))
  const bytes = new ByteReader()
  for (const image of wantedThumbnails(report)) {
    const source = sourceOf(root, bySample.get(image) ?? { path: image })
    const read = async () => thumbnail(await bytes.read(source), thumbnailPixels)
    const data = await read().catch(() => null)
    // An image that cannot be drawn is shown by its name alone; rule images/unreadable tells why.
    if (data !== null) thumbnails.set(image, `data:image/webp;base64,${Buffer.from(data).toString('base64')}`)
  }
  await bytes.close()
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, renderHtml(report, { thumbnails, target }))
}
