import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['{agent,collector,packages,test,rules}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    coverage: { provider: 'v8', include: ['agent/src/**', 'collector/src/**', 'packages/*/src/**'] },
  },
});
