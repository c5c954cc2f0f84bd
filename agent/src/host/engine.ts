import { runInNewContext } from 'node:vm';
import type { Clock, StopStack } from '@watchcase/runtime/light';

/** When the start is over: what it ran is compiled, and can be kept. */
const STARTED_MS = 5000;
/**
 * What is done every few seconds is not worth being compiled by those that optimise, and the first compiler, which has a thread of its own, need not be called three times in each reading
 * for a few functions. On the command line this would have the engine refuse the compiled code of Node's own modules, which was made without, and compile them anew at each start.
 */
const QUIET = ['--no-opt', '--no-maglev', '--baseline-batch-compilation-threshold=65536', '--expose-gc'];
/** Twice the processor time, and the pages that are left empty are the kernel's again. */
const WHOLE = { type: 'major', execution: 'sync', flavor: 'last-resort' } as const;
const LOOK_MS = 300_000;
/** Of these looks at the heap's size all but one look through the heap only where it has grown by so much: what it grows by when much is read is not given back. */
const TIDY_ROUNDS = 6;
const GROWN_BYTES = 6 * 1_048_576;

/** What quietening the engine needs. */
export interface EngineNeeds {
  clock: Clock;
  stops: StopStack;
  /** Gives back what was mapped of Node's own file and is not needed any more. */
  giveBack(): void;
}

/**
 * Has the engine be as small as it can be once the start is over. Then, and twice an hour, the heap is looked through, which costs nothing that could be measured: by itself the
 * engine leaves one this small alone until it has nearly doubled.
 */
export function quietEngine({ clock, stops, giveBack }: EngineNeeds): void {
  let [rounds, leftBytes] = [0, 0];
  let timer = clock.about(STARTED_MS, () => {
    // Every agent starts a program sooner or later, and Node's compiled code of it is taken now or never.
    process.getBuiltinModule('node:child_process');
    // Written later, it would be refused by the next start for the same reason.
    process.getBuiltinModule('node:module').flushCompileCache();
    for (const flag of QUIET) engine().setFlagsFromString(flag);
    tidy(WHOLE);
  });
  stops.push('engine', () => timer.cancel());

  function look(): void {
    if (usedBytes() >= leftBytes + GROWN_BYTES) tidy(WHOLE);
    else if (++rounds % TIDY_ROUNDS === 0) tidy();
    else timer = clock.about(LOOK_MS, look);
  }

  function tidy(how?: typeof WHOLE): void {
    timer = clock.about(LOOK_MS, look);
    collectGarbage(how);
    giveBack();
    leftBytes = usedBytes();
  }
}

/** Loaded when the start is over. */
const engine = () => process.getBuiltinModule('node:v8');

function usedBytes(): number {
  return engine().getHeapStatistics().used_heap_size;
}

/** The engine gives this to contexts that are made after it was told to. */
function collectGarbage(how?: typeof WHOLE): void {
  const collect = runInNewContext('gc') as (how?: typeof WHOLE) => void;
  if (how === undefined) collect();
  else collect(how);
}
