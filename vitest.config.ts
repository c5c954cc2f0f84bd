import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{agent,collector,packages,test,rules}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // Two heavy files at once: what takes its time here waits for other programs.
    maxWorkers: 2,
    coverage: { provider: 'v8', include: ['agent/src/**', 'collector/src/**', 'packages/*/src/**'] },
  },
});
