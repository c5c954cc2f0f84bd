import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Folders and files that take longest: what begins last keeps the other workers idle. */
const LONG =
  /\/(?:test\/(?:scenarios|dashboards)\/|cases\/killed-acts|agent\/test\/|packaging\/try|console\/(?:accessible|console)|commands\/process|docs\/company|shards\/shards|directory\/killed|restic\/restic)/;

class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const first = (file: TestSpecification) => (LONG.test(file.moduleId) ? 0 : 1);
    return sorted.toSorted((a, b) => first(a) - first(b));
  }
}

export default defineConfig({
  test: {
    include: ['{agent,collector,dashboards,packages,packaging,test,rules}/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    // More files than processors: what takes its time here waits for other programs.
    maxWorkers: 3,
    // A worker takes one file after the other: starting a process and reading the same modules for each of them is a fourth of the whole.
    isolate: false,
    globalSetup: 'test/harness/tests-folder.ts',
    sequence: { sequencer: LongFirst },
    coverage: {
      provider: 'v8',
      include: ['agent/src/**', 'collector/src/**', 'dashboards/src/**', 'packages/*/src/**'],
    },
  },
});
