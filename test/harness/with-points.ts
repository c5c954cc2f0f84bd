import type { KyselyPlugin, RootOperationNode } from 'kysely';
import type { Store } from '../../collector/src/store/index.ts';

const WRITING: ReadonlySet<RootOperationNode['kind']> = new Set([
  'InsertQueryNode',
  'UpdateQueryNode',
  'DeleteQueryNode',
  'RawNode',
] as const);

/**
 * The same store, which stops at each point where a process may die and something is half done: behind each statement that writes, and behind each commit. It goes on when
 * `at` resolves.
 */
export function withPoints(store: Store, at: (point: 'write' | 'commit') => Promise<void>): Store {
  const writes = new WeakSet();
  const plugin: KyselyPlugin = {
    transformQuery({ node, queryId }) {
      if (WRITING.has(node.kind)) writes.add(queryId);
      return node;
    },
    async transformResult({ queryId, result }) {
      if (writes.has(queryId)) await at('write');
      return result;
    },
  };
  return {
    ...store,
    async transaction(work) {
      const result = await store.transaction((tx) => work(tx.withPlugin(plugin)));
      await at('commit');
      return result;
    },
  };
}
