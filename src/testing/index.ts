/**
 * For tests of rules: `ruleTester` runs one over healthy and sick cases, the others make facts of a few words. See
 * docs/own-rules.md.
 */
export { dataFacts, datasetOf, imageFact, imageFacts, pairOf } from './facts.ts'
export {
  type Case,
  type FactsCase,
  type Runner,
  ruleTester,
  type SickCase,
  type SourceCase,
} from './rule-tester.ts'
