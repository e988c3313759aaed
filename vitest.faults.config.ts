import { defineConfig } from 'vitest/config'

/** Fault campaigns: processes killed, servers restarted, disks filled. One file at a time, so that none disturbs another. FAULTS=full: full size. */
export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/support/template.ts', 'test/faults/compile.ts'],
    fileParallelism: false,
    hookTimeout: 120_000,
    testTimeout: 300_000,
  },
})
