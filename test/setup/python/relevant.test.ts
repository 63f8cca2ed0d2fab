import { expect, test } from 'vitest'
import { mentionsTraining } from '../../../src/setup/python/relevant.ts'

test.each([
  ['from tensorflow.keras.applications import InceptionV3', true],
  ['import keras', true],
  ['import torchvision.transforms as T', true],
  ['from sklearn.model_selection import train_test_split', true],
  ['import albumentations as A', true],
  ['{"cells": [{"source": ["import timm\\n"]}]}', true],
  ['import requests\nprint("estimate, optimum")', false],
  ['', false],
])('%s: %s', (text, expected) => {
  expect(mentionsTraining(text)).toBe(expected)
})
