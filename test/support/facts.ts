export * from '../../src/testing/facts.ts'
