/** Programs that are hard to read: `[name, text of a Python script]`. */
const train = 'import keras\n'
export const pathological: readonly (readonly [string, string])[] = [
  // biome-ignore format: a table
  ['20,000 lines', train + 'x = [keras.layers.Dense(5, activation="relu")(y), {"a": 1}]\n'.repeat(20_000)],
  [
    '10,000 functions that call the next',
    `${train + Array.from({ length: 10_000 }, (_, n) => `def f${n}(x):\n    return f${n + 1}(x)\n`).join('')}f0(1)\n`,
  ],
  [
    'functions that call the next one three times',
    `${train + Array.from({ length: 30 }, (_, n) => `def f${n}(x):\n    return [f${n + 1}(x), f${n + 1}(x), f${n + 1}(x)]\n`).join('')}f0(1)\n`,
  ],
  ['a function that calls itself twice', `${train}def f(x):\n    return f(f(x)) + f(f(x))\nf(f(f(1)))\n`],
  [
    'undecided branches in a row',
    `${train}${'if unseen():\n    x = [x, 1]\nelse:\n    x = [x, 2]\n'.repeat(3000)}`,
  ],
  ['a list that doubles', `${train}x = [1]\n${'x = x + x\n'.repeat(200)}`],
  ['a list that holds itself', `${train}x = []\nx.append(x)\nmodel.fit(x, callbacks=x, epochs=x)\n`],
  ['a dict that holds itself', `${train}x = {}\nx['x'] = x\nmodel.fit(x, **x)\n`],
  ['a string that doubles', `${train}x = 'ab'\n${'x = x + x\n'.repeat(200)}`],
  [
    'a class that is its own base',
    `${train}class A(A): pass\nA().fit(1, epochs=2)\nclass B(C): pass\nclass C(B): pass\nB().x\n`,
  ],
  [
    'an instance that holds itself',
    `${train}class A:\n    def __init__(self):\n        self.a = self\nmodel.fit(A(), callbacks=A())\n`,
  ],
  [
    'a chain of 3,000 maps',
    `import tensorflow as tf\nd = tf.keras.utils.image_dataset_from_directory('d')\n${'d = d.map(lambda x, y: (x / 2, y))\n'.repeat(3000)}model.fit(d)\n`,
  ],
  [
    'a model of 3,000 layers',
    `${train}x = keras.Input((2, 2, 3))\n${'x = keras.layers.Dense(3)(x)\n'.repeat(3000)}m = keras.Model(x, x)\nm.compile("adam")\nm.fit(d)\n`,
  ],
  [
    '3,000 datasets, all used',
    `import tensorflow as tf\n${Array.from({ length: 3000 }, (_, n) => `d${n} = tf.keras.utils.image_dataset_from_directory('d${n}')\nmodel.fit(d${n})\n`).join('')}`,
  ],
  ['a list of a million numbers', `${train}x = [${'1, '.repeat(1_000_000)}]\nmodel.fit(x, epochs=3)\n`],
  ['a text of four million characters', `${train}x = "${'a'.repeat(3_900_000)}"\nmodel.fit(x, epochs=3)\n`],
  ['parentheses 10,000 deep', `${train}x = ${'('.repeat(10_000)}1${')'.repeat(10_000)}\nmodel.fit(x)\n`],
  [
    'blocks 2,000 deep',
    train + Array.from({ length: 2000 }, (_, depth) => `${' '.repeat(depth)}if x:\n`).join(''),
  ],
]
