import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, it } from 'vitest';

/** In a process of its own: what the engine is told holds for all that runs in it. */
const PROGRAM = `
import { getHeapStatistics } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { createStopStack } from '@watchcase/runtime/light';
import { ManualClock } from '@watchcase/testkit';
import { quietEngine } from '${join(import.meta.dirname, 'engine.ts')}';
const clock = new ManualClock();
const HOT = 200_000;
/** Whether what is called often is compiled by a compiler that optimises. */
const optimises = (add) => {
  for (let n = 0; n < HOT; n++) add(n, 1);
  return (%GetOptimizationStatus(add) & 16) !== 0;
};
const look = (add) => [optimises(add), runInNewContext('typeof gc')];
const used = () => getHeapStatistics().used_heap_size;
let given = 0;
quietEngine({ clock, stops: createStopStack(clock, { error() {} }), giveBack: () => void given++ });
const before = look((a, b) => a + b);
await clock.advance(5000);
const after = [...look((a, b) => a - b), given];
let much = Array.from({ length: 20_000 }, (_, n) => ({ much: [n, n + 1, n + 2] }));
const full = used();
much = undefined;
await clock.advance(1_800_000);
console.log(JSON.stringify({ before, after, gone: full - used() > 1e6, again: given > 1 }));
process.exit(0);
`;

it('is left to compile while the agent starts, and then told not to, and to look through its heap', () => {
  const args = ['--allow-natives-syntax', '--input-type=module', '--eval', PROGRAM];
  const said = execFileSync(process.execPath, args, { cwd: import.meta.dirname, encoding: 'utf8' });
  expect(JSON.parse(said)).toEqual({
    before: [true, 'undefined'],
    after: [false, 'function', 1],
    gone: true,
    again: true,
  });
});
