import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { thumbnail } from '../images/thumbnail.ts'
import type { Report } from '../model/report.ts'
import { renderHtml } from '../report/html/render.ts'
import { wantedThumbnails } from '../report/wanted-thumbnails.ts'

/** Pixels of a thumbnail's longer side: about 4 KB each as WebP, so that a thousand stay under the 5 MB goal. */
const thumbnailPixels = 160

/** Writes the self-contained HTML report, with thumbnails of the images that it shows. Overwrites an earlier one. */
export async function writeHtmlReport(report: Report, root: string, file: string): Promise<void> {
  const thumbnails = new Map<string, string>()
  for (const image of wantedThumbnails(report)) {
    const data = await thumbnail(path.join(root, image), thumbnailPixels).catch(() => null)
    // An image that cannot be drawn is shown by its name alone; rule images/unreadable tells why.
    if (data !== null) thumbnails.set(image, `data:image/webp;base64,${Buffer.from(data).toString('base64')}`)
  }
  await mkdir(path.dirname(file), { recursive: true })
  await writeFile(file, renderHtml(report, { thumbnails }))
}
