import type { ImageLocation } from '../../model/finding.ts'
import type { ShownPair } from '../pairs.ts'
import { splitWords } from '../words.ts'
import { html, type Markup } from './markup.ts'

export type Thumbnails = ReadonlyMap<string, string>

/** Two images side by side, with what makes them the same; the page's script adds the difference between them. */
export function pairFigure(pair: ShownPair, thumbnails: Thumbnails): Markup {
  const { a, b, because, orientation, same } = pair
  return html`<div class="pair" data-orientation="${orientation}"${same ? html` data-same` : null}>
<div class="pictures">${picture(a, thumbnails)}${picture(b, thumbnails)}</div>
${because.length === 0 ? null : html`<p class="because">${because.join(' · ')}</p>`}
</div>
`
}

/** Images side by side, with a number each where something refers to them by it. */
export function pictureRow(
  images: readonly ImageLocation[],
  thumbnails: Thumbnails,
  { numbered = false }: { numbered?: boolean } = {},
): Markup {
  return html`<div class="pictures">${images.map((image, index) => picture(image, thumbnails, numbered ? index + 1 : null))}</div>
`
}

/** Only images that JavaScript-free browsers load from the file itself are ever shown. */
const dataUri = /^data:image\/(webp|png|jpeg|gif);base64,[A-Za-z0-9+/=]+$/

/** One image with its side, label and path. */
export function picture(image: ImageLocation, thumbnails: Thumbnails, number: number | null = null): Markup {
  const uri = thumbnails.get(image.path)
  const shown =
    uri !== undefined && dataUri.test(uri)
      ? html`<img src="${uri}" alt="${describe(image)}" loading="lazy" decoding="async">`
      : html`<span class="no-picture">no picture</span>`
  const badge = number === null ? null : html`<span class="ordinal">${number}</span> `
  return html`<figure class="picture">${shown}<figcaption>${badge}${side(image)}<span class="path">${breakable(image.path)}</span></figcaption></figure>`
}

/** A path that breaks between its folders first. */
const breakable = (path: string): Markup =>
  html`${path.split('/').map((part, index) => (index === 0 ? part : html`/<wbr>${part}`))}`

/** The side and the label of an image, as badges; nothing where the rule does not know them. */
function side({ split, label }: ImageLocation): Markup {
  return html`<span class="side">${
    split === undefined ? null : html`<span class="split split-${split}">${splitWords(split)}</span>`
  }${label === undefined ? null : html` <span class="class">${label}</span>`}</span>`
}

/** Images that are named only. */
export function imageList(images: readonly ImageLocation[]): Markup {
  return html`<ul class="places">${images.map((image) => html`<li>${side(image)} <span class="path">${image.path}</span></li>`)}</ul>
`
}

function describe({ path, split, label }: ImageLocation): string {
  const where = [split === undefined ? '' : splitWords(split), label === undefined ? '' : `labelled ${label}`]
  return [path, ...where.filter((part) => part !== '')].join(', ')
}
