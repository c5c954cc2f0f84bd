import { act, openCase } from '../../collector/src/cases/index.ts';
import type { CaseAction, NewCase } from '../../collector/src/model/index.ts';
import { openTestStore, type TestDatabase } from './stores.ts';

/**
 * A program to be killed: does one act on a case, or opens one, and dies by SIGKILL just before its n-th statement that writes; dies before the commit when there are
 * fewer. Arguments: kind of database, its address, n, what to do as JSON. Exit code 0 only when n is past everything, the commit included.
 */
const [kind, address = '', nth = '', what = ''] = process.argv.slice(2);
const store = await openTestStore(kind as TestDatabase['kind'], address);
const it = JSON.parse(what) as
  | { caseId: number; action: CaseAction; now: number }
  | { wanted: NewCase; now: number };
let left = Number(nth);

function count(): void {
  if (left-- === 0) process.kill(process.pid, 'SIGKILL');
}

await store.transaction(async (tx) => {
  const counted = new Proxy(tx, {
    get(target, name: keyof typeof tx) {
      if (name === 'insertInto' || name === 'updateTable' || name === 'deleteFrom') count();
      const member: unknown = Reflect.get(target, name, target);
      return typeof member === 'function' ? (member as (...of: unknown[]) => unknown).bind(target) : member;
    },
  });
  if ('wanted' in it)
    await openCase(counted, it.wanted, { now: it.now, owed: () => Promise.resolve(undefined) });
  else await act(counted, it.caseId, it.action, { now: it.now, comesBackAfterMs: 1 });
  count();
});
count();
await store.close();
