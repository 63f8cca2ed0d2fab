import sharp from 'sharp'
import type { Report } from '../../src/model/report.ts'
import { wantedThumbnails } from '../../src/report/wanted-thumbnails.ts'

/** A small picture for every wanted path but the unreadable ones, of a colour that its name decides. */
export async function thumbnailsFor(report: Report): Promise<Map<string, string>> {
  const readable = wantedThumbnails(report).filter((path) => !path.includes('broken'))
  const pictures = await Promise.all(
    readable.map(async (path): Promise<[string, string]> => {
      const hue = [...path].reduce((sum, character) => sum + character.charCodeAt(0), 0) % 256
      const background = { r: hue, g: 160, b: 255 - hue }
      const picture = sharp({ create: { width: 40, height: 30, channels: 3, background } })
      return [path, `data:image/webp;base64,${(await picture.webp().toBuffer()).toString('base64')}`]
    }),
  )
  return new Map(pictures)
}
