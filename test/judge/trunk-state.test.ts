import { expect, test } from 'vitest'
import { trunkStateAt } from '../../src/judge/trunk-state.ts'
import type { TrainableChange } from '../../src/model/network.ts'
import { setupsOf } from '../../src/setup/gather.ts'

const program = (body: string) => `from tensorflow import keras
base = keras.applications.InceptionV3(include_top=False, pooling='avg')
model = keras.Sequential([base, keras.layers.Dense(3)])
${body}
model.compile('adam', 'mse')
model.fit(train, epochs=3)
`

test.each([
  ['', 'trainable'],
  ['base.trainable = False', 'frozen'],
  ['for layer in base.layers:\n    layer.trainable = False', 'frozen'],
  ['for layer in base.layers[:249]:\n    layer.trainable = False', 'partly'],
  ['base.trainable = False\nbase.trainable = True', 'trainable'],
  ['base.trainable = False\nfor layer in base.layers[-30:]:\n    layer.trainable = True', 'partly'],
  ['base.trainable = False\nmodel.trainable = True', 'unknown'],
  ['base.trainable = flag()', 'unknown'],
])('%j leaves the trunk %s', async (body, state) => {
  const [setup] = await setupsOf([{ path: 'train.py', kind: 'python', text: program(body) }])
  const model = setup?.models[0]
  expect(model && trunkStateAt(model, Number.POSITIVE_INFINITY)).toBe(state)
})

test('a change counts from its place in the program on', () => {
  const span = { path: 'a.py', line: 1, column: 1, endLine: 1, endColumn: 2, snippet: '' }
  const change: TrainableChange = {
    value: { from: 'code', value: false, span },
    target: 'backbone',
    order: 5,
    span,
  }
  const model = {
    id: 'm',
    span,
    backbone: null,
    inputSteps: [],
    head: [],
    trainable: [change],
    complete: true,
  }
  expect([5, 6].map((order) => trunkStateAt(model, order))).toEqual(['trainable', 'frozen'])
})
