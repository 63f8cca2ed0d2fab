import type { ImageLocation } from '../../model/finding.ts'
import type { ShownPair } from '../pairs.ts'
import type { FindingPictures } from '../wanted-thumbnails.ts'
import { html, type Markup } from './markup.ts'
import { pictureRow, type Thumbnails } from './pictures.ts'

/** Measured pairs that are told of one cluster at most. */
const mostLinks = 12

/**
 * The images of a cluster or group, training first, each with a number, and which of them are copies of which. The
 * page's script makes of each such line a button that lays the two side by side with their difference.
 */
export function gallery({ images, pairs }: FindingPictures, thumbnails: Thumbnails): Markup {
  const numbers = new Map(images.map(({ path }, index) => [path, index + 1]))
  const shown = pairs.slice(0, mostLinks)
  const left = pairs.length - shown.length
  return html`<div class="gallery">
${pictureRow(images, thumbnails, { numbered: pairs.length > 0 })}${
  shown.length === 0
    ? null
    : html`<ul class="links">${shown.map((pair) => link(pair, numbers))}${left > 0 ? html`<li>and ${left} more</li>` : null}</ul>
`
}</div>
`
}

function link({ a, b, because, orientation, same }: ShownPair, numbers: Map<string, number>): Markup {
  const number = ({ path }: ImageLocation) => numbers.get(path) ?? 0
  return html`<li data-a="${number(a)}" data-b="${number(b)}" data-orientation="${orientation}"${same ? html` data-same` : null}>${number(a)} and ${number(b)}${because.length === 0 ? null : `: ${because.join(' · ')}`}</li>`
}
