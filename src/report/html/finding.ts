import { type Finding, type ImageLocation, isSpan } from '../../model/finding.ts'
import { fixCommand } from '../../model/fix-command.ts'
import { labelDoubtOf } from '../label-doubt.ts'
import type { FindingPictures } from '../wanted-thumbnails.ts'
import { counted } from '../words.ts'
import { command } from './command.ts'
import { gallery } from './gallery.ts'
import { labelPanel } from './label-card.ts'
import { html, type Markup, prose } from './markup.ts'
import { imageList, pairFigure, pictureRow } from './pictures.ts'
import type { Shown } from './shown.ts'
import { codeFrame, fixPanel } from './source.ts'

const mostNamed = 20

/** One finding: what it says, its images or source lines, and its fix. */
export function findingArticle(finding: Finding, shown: Shown): Markup {
  const spans = finding.locations.filter(isSpan)
  const drawn = drawnOf(finding, shown)
  const doubt = labelDoubtOf(finding)
  const kind = doubt !== null && spans.length === 0 ? 'finding card' : 'finding'
  return html`<article class="${kind}" id="finding-${finding.id}" data-severity="${finding.severity}" data-fix="${finding.fix?.applicability ?? 'manual'}">
<h4>${prose(finding.message)}</h4>
<div class="${drawn === null ? 'body' : 'body with-pictures'}">
<div>${drawn === null ? null : pictures(drawn, shown)}${namedImages(finding, drawn)}${doubt === null ? null : labelPanel(doubt)}${spans.map(codeFrame)}</div>
<div>${finding.fix === undefined ? null : fixPanel(finding.fix)}${footer(finding, shown)}</div>
</div>
</article>
`
}

/** The pictures of a finding; null where no file could be drawn and names stand for them. */
function drawnOf({ id }: Finding, { pictures, thumbnails }: Shown): FindingPictures | null {
  const chosen = pictures.get(id)
  return chosen?.images.some(({ path }) => thumbnails.has(path)) ? chosen : null
}

function pictures(drawn: FindingPictures, { thumbnails }: Shown): Markup {
  const { images, pairs } = drawn
  const [pair] = pairs
  if (pair !== undefined && images.length === 2) return pairFigure(pair, thumbnails)
  return images.length > 1 ? gallery(drawn, thumbnails) : pictureRow(images, thumbnails)
}

/** The places in the data that no picture shows. */
function namedImages({ locations }: Finding, drawn: FindingPictures | null): Markup | null {
  const pictured = new Set(drawn?.images.map(({ path }) => path))
  const named = locations.filter(
    (place): place is ImageLocation => !isSpan(place) && !pictured.has(place.path),
  )
  if (named.length === 0) return null
  const left = named.length - mostNamed
  return html`${imageList(named.slice(0, mostNamed))}${left > 0 ? html`<p>and ${counted(left, 'more image')}</p>` : null}`
}

/** The command that mends this finding alone, how sure it is, and its id. */
function footer(finding: Finding, { target }: Shown): Markup {
  const mend = fixCommand(target, [finding.id], [finding])
  const sure = finding.confidence < 1 ? `${Math.round(finding.confidence * 100)} % sure · ` : ''
  return html`${mend === null ? null : html`<p>${command(mend)}</p>`}<p class="finding-id">${sure}id ${finding.id}</p>`
}
