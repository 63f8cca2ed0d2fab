import { type Finding, type ImageLocation, isSpan } from '../../model/finding.ts'
import { pairsOf } from '../pairs.ts'
import { counted } from '../words.ts'
import { html, type Markup, prose } from './markup.ts'
import { imageList, pairFigure, pictureRow, type Thumbnails } from './pictures.ts'
import { codeFrame, fixPanel } from './source.ts'

/** The images that a page shows, and which finding shows which of them (paths by finding id). */
export interface Pictures {
  thumbnails: Thumbnails
  byFinding: ReadonlyMap<string, readonly string[]>
}

const mostNamed = 20

/** One finding: what it says, its images or source lines, and its fix. */
export function findingArticle(finding: Finding, pictures: Pictures): Markup {
  const spans = finding.locations.filter(isSpan)
  const images = finding.locations.filter((location): location is ImageLocation => !isSpan(location))
  const pictured = picturedOf(finding, pictures)
  return html`<article class="finding" id="finding-${finding.id}" data-severity="${finding.severity}">
<h4>${prose(finding.message)}</h4>
<div class="${pictured.size > 0 ? 'body with-pictures' : 'body'}">
<div>${imagesOf(finding, images, pictured, pictures.thumbnails)}${spans.map(codeFrame)}</div>
<div>${finding.fix === undefined ? null : fixPanel(finding.fix)}<p class="finding-id">${confidenceWords(finding)}id ${finding.id}</p></div>
</div>
</article>
`
}

/** The images to show with a finding; none where no file could be drawn, so that names stand for them. */
function picturedOf({ id }: Finding, { thumbnails, byFinding }: Pictures): Set<string> {
  const chosen = byFinding.get(id) ?? []
  return new Set(chosen.some((path) => thumbnails.has(path)) ? chosen : [])
}

function imagesOf(
  finding: Finding,
  images: ImageLocation[],
  pictured: ReadonlySet<string>,
  thumbnails: Thumbnails,
): Markup {
  const pairs = pairsOf(finding).filter(({ a, b }) => pictured.has(a.path) && pictured.has(b.path))
  const paired = new Set(pairs.flatMap(({ a, b }) => [a.path, b.path]))
  const single = images.filter(({ path }) => pictured.has(path) && !paired.has(path))
  const named = images.filter(({ path }) => !pictured.has(path))
  return html`${pairs.map((pair) => pairFigure(pair, thumbnails))}${
    single.length === 0 ? null : pictureRow(single, thumbnails)
  }${named.length === 0 ? null : imageList(named.slice(0, mostNamed))}${
    named.length > mostNamed ? html`<p>and ${counted(named.length - mostNamed, 'more image')}</p>` : null
  }`
}

const confidenceWords = ({ confidence }: Finding): string =>
  confidence < 1 ? `${Math.round(confidence * 100)} % sure · ` : ''
