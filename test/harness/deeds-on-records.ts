import { fileURLToPath } from 'node:url';
import { readFolder } from '../../collector/src/commands/read-folder.ts';
import { createDirectory, shippedRecords } from '../../collector/src/directory/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import type { Deed } from './deed.ts';

const company = fileURLToPath(new URL('../../docs/samples/company', import.meta.url));
const by = { actor: 'ci', door: 'apply' as const, now: Date.UTC(2026, 10, 27) };
const ship = async (store: Store) => {
  await createDirectory(store).ship(shippedRecords(), by.now);
};
const apply = async (store: Store) => {
  const files = readFolder(company).map(({ name, text }) => ({ file: name, text }));
  await createDirectory(store).apply(files, { dryRun: false, prune: true }, by);
};

/** What is done to the records of the directory. */
export const deedsOnRecords = {
  'an apply': { prepare: ship, run: apply },
  'an import': {
    async prepare(store) {
      await ship(store);
      await apply(store);
    },
    async run(store) {
      const table = { file: 'customers.csv', text: 'id,name\nhongda,宏达集团\nacme,Acme\n', dryRun: false };
      await createDirectory(store).importTable('customers', table, { ...by, door: 'import' });
    },
  },
} satisfies Record<string, Deed>;
