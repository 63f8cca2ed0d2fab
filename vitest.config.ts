import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/bundle-command.ts',
    testTimeout: 30_000,
    // Training and decoding use worker threads of their own; two test files at a time keep small machines responsive.
    maxWorkers: 2,
    pool: 'forks',
  },
})
