import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts', 'test/**/*.test.tsx'],
    exclude: ['test/faults/**', 'test/bench/**'],
    globalSetup: 'test/support/template.ts',
    // Most of the time is the databases', each in a thread of its own: one process per core, none kept free.
    maxWorkers: '100%',
    // Each file opens a database of its own; a slow machine may need a while for that.
    hookTimeout: 60_000,
    testTimeout: 30_000,
  },
})
