import type { Edit, Fix } from '../model/fix.ts'
import type { Backbone, ModelFacts } from '../model/network.ts'
import type { Pipeline, Step, ValueRange } from '../model/pipeline.ts'
import type { Span } from '../model/span.ts'
import { isScaling } from './scaling.ts'
import { withoutArgument } from './statement-edits.ts'

type Wanted = NonNullable<Backbone['wants']>

/**
 * Edits that put the backbone's own scaling in the place of the one that each of these pipelines has (or that the
 * model has), or take that away where the backbone scales itself. Null where one of them is written otherwise, or has
 * more than one scaling.
 */
export function rescaled(
  pipelines: readonly Pipeline[],
  { inputSteps }: ModelFacts,
  backbone: Backbone,
  wants: Wanted,
): Edit[] | null {
  const edits = pipelines.map(({ steps }) => {
    const [only, ...more] = [...steps, ...inputSteps].filter(isScaling)
    if (only?.kind !== 'rescale' || more.length > 0) return null
    return inPlaceOf(only, inputSteps.includes(only), backbone, wants)
  })
  if (edits.length === 0 || edits.some((own) => own === null)) return null
  const all = new Map(edits.flatMap((own) => own ?? []).map((edit) => [JSON.stringify(edit), edit]))
  return [...all.values()]
}

/**
 * Edits that give the generators of these pipelines, which scale nothing, the backbone's own scaling. Null where one of
 * them has another source.
 */
export function scaledByGenerators(pipelines: readonly Pipeline[], { scaling }: Backbone): Edit[] | null {
  if (scaling === undefined || pipelines.length === 0) return null
  const edits = new Map<string, Edit>()
  for (const { generator } of pipelines) {
    if (generator === undefined) return null
    const { argument: span, first } = generator
    const text = `${first ? '' : ', '}preprocessing_function=${scaling.call}`
    edits.set(JSON.stringify(span), { op: 'edit', span, text })
  }
  return [...scaling.imports, ...edits.values()]
}

function inPlaceOf({ span, also }: Step, inModel: boolean, backbone: Backbone, wants: Wanted): Edit[] | null {
  const text = textOf(span)
  if (text === null || also !== undefined) return null
  if (/^rescale\s*=/.test(text)) return asArgument(span, backbone, wants)
  if (inModel) return asLayer(span, text, wants)
  const [, image] = /^([\w.]+) \/ 25[56](?:\.0?)?$/.exec(text) ?? []
  if (image === undefined) return null
  if (wants.inside) return [{ op: 'edit', span, text: image }]
  return isSymmetric(wants) ? [{ op: 'edit', span, text: `(${image} / 127.5 - 1.0)` }] : null
}

/** `rescale=1/255` of a generator. */
function asArgument(span: Span, { scaling }: Backbone, { inside }: Wanted): Edit[] | null {
  if (inside) {
    const edit = withoutArgument(span)
    return edit === null ? null : [edit]
  }
  if (scaling === undefined) return null
  return [...scaling.imports, { op: 'edit', span, text: `preprocessing_function=${scaling.call}` }]
}

/** `Rescaling(1/255)`: the layer stays where it is, with other arguments. */
function asLayer(span: Span, text: string, wants: Wanted): Edit[] | null {
  const name = /^((?:\w+\.)*Rescaling)\([^()]*\)$/.exec(text)?.[1]
  if (name === undefined) return null
  if (wants.inside) return [{ op: 'edit', span, text: `${name}(1.0)` }]
  return isSymmetric(wants) ? [{ op: 'edit', span, text: `${name}(1 / 127.5, offset=-1)` }] : null
}

const isSymmetric = ({ range: [low, high] }: Wanted) => low === -1 && high === 1

/** What a span that lies in one line says; null where the line was cut. */
function textOf({ line, endLine, column, endColumn, snippet }: Span): string | null {
  return line !== endLine || snippet.length < endColumn - 1 ? null : snippet.slice(column - 1, endColumn - 1)
}

/** A tensor of TensorFlow.js is scaled by methods: the missing part is added behind the scaling that is there. */
export function appended({ span }: Step, [low, high]: ValueRange, { range }: Wanted): Fix {
  const scale = (range[1] - range[0]) / (high - low)
  const shift = round(low * scale - range[0])
  const text = `.mul(${round(scale)})${shift < 0 ? `.add(${-shift})` : `.sub(${shift})`}`
  const end = { ...span, line: span.endLine, column: span.endColumn }
  return {
    title: `Scale the images to ${round(range[0])}..${round(range[1])}: add ${text}`,
    applicability: 'unsafe',
    operations: [{ op: 'edit', span: end, text }],
  }
}

const round = (value: number) => Number(value.toPrecision(4))
