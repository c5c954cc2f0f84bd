import { type Layout, LIMITS } from '@watchcase/protocol';
import { type Clock, type Log } from '@watchcase/runtime';
import { type History, judgedIn } from './history/index.ts';
import { type IngestMemory, parseLayout, presenceLayout } from './ingest/index.ts';
import { refill } from './refill.ts';
import type { RuleEngine } from './rules/index.ts';
import { deleteJudged, readJudged, type Store, type Tx, writeJudged } from './store/index.ts';

/** What collectors that share a database keep for each other, so that windows move with their host. */
export interface SharedMemory {
  /** Keeps what this turn's history has of judged readings; inside the turn's transaction, however often that is tried. */
  keep(tx: Tx): Promise<void>;
  /** Gives hosts of shards just taken the memory they had elsewhere, before they are known here. */
  recall(memory: IngestMemory): Promise<void>;
  stop(): void;
}

/** What it needs. */
export interface SharedMemoryNeeds {
  store: Store;
  history: Pick<History, 'unconfirmed' | 'judged'>;
  rules: RuleEngine;
  clock: Clock;
  log: Log;
}

/** Hosts whose readings are in memory at once. */
const SLICE = 100;
const DELETE_MS = 60_000;

/** Begins to keep and to delete: a block stays as long as the windows of its host's rules look back. */
export function startSharedMemory({ store, history, rules, clock, log }: SharedMemoryNeeds): SharedMemory {
  let stopped = false;
  let deleting = clock.after(DELETE_MS, deleteOld);

  function deleteOld(): void {
    void deleteJudged(store, clock.now())
      .catch((error: unknown) =>
        log.error(
          { code: 'HOUSEKEEPING_FAILED', err: error },
          'old readings stay in the database; tried again',
        ),
      )
      .then(() => {
        if (!stopped) deleting = clock.after(DELETE_MS, deleteOld);
        return undefined;
      });
  }

  async function recallSlice(memory: IngestMemory, ids: readonly string[]): Promise<void> {
    const { blocks, layouts } = await readJudged(store.db, ids);
    const former = new Map<string, Layout>([[presenceLayout.id, presenceLayout]]);
    for (const text of layouts) {
      const layout = parseLayout(text);
      if (layout !== undefined) former.set(layout.id, layout);
    }
    const layoutOf = (id: string) => memory.layouts.get(id)?.layout ?? former.get(id);
    const hosts = ids.flatMap((id) => memory.hosts.get(id) ?? []);
    for (const id of ids) rules.forgetHost(id);
    const kept = judgedIn(blocks, layoutOf);
    refill(hosts, {
      rules,
      layout: layoutOf,
      // Nothing is kept of a host whose last owner kept nothing: the one before this version, or the one that was alone.
      judged: (id, ...more) => (blocks.has(id) ? kept : history.judged)(id, ...more),
    });
  }

  return {
    async keep(tx) {
      const until = (hostId: string) => clock.now() + rules.reachMs(hostId) + LIMITS.latenessMs;
      await writeJudged(
        tx,
        history.unconfirmed().map((block) => ({ ...block, until: until(block.hostId) })),
      );
    },
    async recall(memory) {
      const ids = [...memory.hosts.keys()];
      for (let at = 0; at < ids.length; at += SLICE) await recallSlice(memory, ids.slice(at, at + SLICE));
    },
    stop() {
      stopped = true;
      deleting.cancel();
    },
  };
}
