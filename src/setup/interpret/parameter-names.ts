import type { Expression } from '../program.ts'
import type { Scope } from './values/value.ts'

/** Parts of trunks as torchvision and timm call them; heads are called otherwise. */
const trunkParts =
  /^(?:[\w.]+\.)?(?:layer[1-4]|features|denseblock[1-4]|blocks|stages|Mixed_[5-7]\w*)(?:\.|$)/

/**
 * Whether a test takes parameters by a name of a part of the trunk: `name.startswith('layer4')`, `'layer4' in name`,
 * or one of these `or` another. The name is that of `named_parameters()`.
 */
export function picksTrunk(test: Expression, scope: Scope): boolean {
  if (test.kind === 'binary' && test.operator === 'or')
    return picksTrunk(test.left, scope) || picksTrunk(test.right, scope)
  if (test.kind === 'binary' && test.operator === 'in')
    return isParameterName(test.right, scope) && isTrunkPart(test.left)
  if (test.kind !== 'call' || test.callee.kind !== 'attribute' || test.callee.name !== 'startswith')
    return false
  const [prefix] = test.arguments
  return prefix !== undefined && isParameterName(test.callee.object, scope) && isTrunkPart(prefix.value)
}

function isParameterName(node: Expression, scope: Scope): boolean {
  const value = node.kind === 'name' ? scope.read(node.name) : undefined
  return value?.kind === 'unknown' && value.parameterName === true
}

const isTrunkPart = (node: Expression): boolean =>
  node.kind === 'tuple'
    ? node.items.some(isTrunkPart)
    : node.kind === 'literal' && typeof node.value === 'string' && trunkParts.test(node.value)
