import { type Finding, type ImageLocation, isSpan } from '../../model/finding.ts'
import { type FindingPictures, pathsOf } from '../wanted-thumbnails.ts'
import { counted } from '../words.ts'
import { html, type Markup, prose } from './markup.ts'
import { imageList, pairFigure, pictureRow, type Thumbnails } from './pictures.ts'
import { codeFrame, fixPanel } from './source.ts'

/** The pictures that a page has, and which of them each finding (by id) shows. */
export interface Pictures {
  thumbnails: Thumbnails
  byFinding: ReadonlyMap<string, FindingPictures>
}

const mostNamed = 20

/** One finding: what it says, its images or source lines, and its fix. */
export function findingArticle(finding: Finding, { thumbnails, byFinding }: Pictures): Markup {
  const spans = finding.locations.filter(isSpan)
  const shown = byFinding.get(finding.id)
  // Where no file could be drawn, names stand for the pictures.
  const drawn = shown !== undefined && pathsOf(shown).some((path) => thumbnails.has(path)) ? shown : null
  return html`<article class="finding" id="finding-${finding.id}" data-severity="${finding.severity}">
<h4>${prose(finding.message)}</h4>
<div class="${drawn === null ? 'body' : 'body with-pictures'}">
<div>${drawn === null ? null : pictures(drawn, thumbnails)}${namedImages(finding, drawn)}${spans.map(codeFrame)}</div>
<div>${finding.fix === undefined ? null : fixPanel(finding.fix)}<p class="finding-id">${confidenceWords(finding)}id ${finding.id}</p></div>
</div>
</article>
`
}

const pictures = ({ pairs, images }: FindingPictures, thumbnails: Thumbnails): Markup =>
  html`${pairs.map((pair) => pairFigure(pair, thumbnails))}${images.length === 0 ? null : pictureRow(images, thumbnails)}`

/** The places in the data that no picture shows. */
function namedImages({ locations }: Finding, drawn: FindingPictures | null): Markup | null {
  const pictured = new Set(drawn === null ? [] : pathsOf(drawn))
  const named = locations.filter(
    (place): place is ImageLocation => !isSpan(place) && !pictured.has(place.path),
  )
  if (named.length === 0) return null
  const left = named.length - mostNamed
  return html`${imageList(named.slice(0, mostNamed))}${left > 0 ? html`<p>and ${counted(left, 'more image')}</p>` : null}`
}

const confidenceWords = ({ confidence }: Finding): string =>
  confidence < 1 ? `${Math.round(confidence * 100)} % sure · ` : ''
