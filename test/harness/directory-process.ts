import type { KyselyPlugin } from 'kysely';
import { readFolder } from '../../collector/src/commands/read-folder.ts';
import { createDirectory, shippedRecords } from '../../collector/src/directory/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { openTestStore, type TestDatabase } from './stores.ts';

/**
 * A program that is killed by `kill -9` behind the statement of a given number of its transaction: changes a directory, and prints how many statements that takes
 * when it comes to its end. Arguments: kind of database, its address, `apply` or `import`, the file or folder, the number (0: never).
 */
const [kind, address = '', act, path = '', at = '0'] = process.argv.slice(2);
const store = await openTestStore(kind as TestDatabase['kind'], address);
let statements = 0;

const killing: KyselyPlugin = {
  transformQuery: ({ node }) => node,
  async transformResult({ result }) {
    statements++;
    if (statements === Number(at)) {
      process.kill(process.pid, 'SIGKILL');
      await new Promise(() => undefined);
    }
    return result;
  },
};
const killed: Store = {
  ...store,
  transaction: (work) => store.transaction((tx) => work(tx.withPlugin(killing))),
};

const by = { actor: 'ci', door: 'apply' as const, now: Date.UTC(2026, 10, 27) };
const whole = createDirectory(store);
await whole.ship(shippedRecords(), by.now);
const directory = createDirectory(killed);
if (act === 'apply') {
  const files = readFolder(path).map(({ name, text }) => ({ file: name, text }));
  await directory.apply(files, { dryRun: false, prune: true }, by);
} else {
  const [table] = readFolder(path);
  await directory.importTable(
    'customers',
    { file: 'customers.csv', text: table?.text ?? '', dryRun: false },
    { ...by, door: 'import' },
  );
}
process.stdout.write(`statements ${statements}\n`);
await store.close();
