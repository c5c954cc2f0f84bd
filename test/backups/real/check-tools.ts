import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describeWith, type NeededProgram, temporaryFolder } from '@watchcase/testkit';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parse } from 'yaml';
import { commandLine } from '../../../agent/test/command-line.ts';
import { seed } from '../../harness/flow-house.ts';
import { inMemory } from '../../harness/in-memory.ts';
import { openTestStore } from '../../harness/stores.ts';
import { judged } from './judged.ts';
import type { Seen } from './outcomes.ts';
import { type Workshop, workshop } from './workshop.ts';

/** Tools that one suite brings to all that can become of a backup. */
export interface Subject {
  tools: readonly string[];
  needs: NeededProgram | readonly NeededProgram[];
  see(shop: Workshop): Promise<readonly Seen[]>;
}

/** What fires of each outcome, by tool; an outcome that is not there is one that the tool cannot be brought to, or cannot tell. */
export const expected = parse(readFileSync(new URL('expected.yaml', import.meta.url), 'utf8')) as Readonly<
  Record<string, Readonly<Record<string, readonly string[]>>>
>;

/** Real tools, their readers, the collector's rooms and policies: exactly the alarms that are expected, and one case of the worst. All in memory, where there is some: nearly all tools wait for each file to be on the disk. */
export function checkTools(subjects: readonly Subject[]): void {
  const agent = commandLine(inMemory());
  const folder = temporaryFolder(inMemory());
  const schema = join(folder.path, 'schema.db');
  beforeAll(async () => {
    const store = await openTestStore('sqlite', schema);
    await seed(store);
    await store.close();
  });
  afterAll(() => folder[Symbol.dispose]());

  for (const { tools, needs, see } of subjects)
    describeWith(needs, tools.join(', '), () => {
      it('comes to exactly what its policy says, whatever becomes of it', async () => {
        const found: Record<string, unknown> = {};
        for (const seen of await see(workshop(agent))) {
          const file = join(folder.path, `${seen.tool}.db`);
          copyFileSync(schema, file);
          const store = await openTestStore('sqlite', file);
          found[seen.tool] = await judged(store, seen);
          await store.close();
        }
        expect(found).toStrictEqual(Object.fromEntries(tools.map((tool) => [tool, expected[tool]])));
      }, 400_000);
    });
}
