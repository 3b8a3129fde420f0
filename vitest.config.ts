import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Many tests start servers, processes or a browser and wait for them: files that run side by side on too few processors
    // would make each other late. How many processors a machine says it has is not how many it gives.
    fileParallelism: false,
    // Ends what hangs. It is long because the machine may be slow, and no test says with it how fast anything is.
    testTimeout: 90_000,
    hookTimeout: 90_000,
    coverage: {
      provider: 'v8',
      include: ['src/**', 'adapters/**', 'conformance/**/*.ts'],
      exclude: ['src/main.ts', 'conformance/main.ts'],
      reporter: ['text-summary', 'json-summary'],
      thresholds: { lines: 90 },
    },
  },
})
