import { seeBorg } from './borg.ts';
import type { Subject } from './check-tools.ts';
import { seeDuplicity } from './duplicity.ts';
import { seeMariaDb } from './mariadb.ts';
import { seePostgreSql } from './postgresql.ts';
import { seeRclone } from './rclone.ts';
import { seeRestic } from './restic.ts';
import { seeRsnapshot } from './rsnapshot.ts';

/** Tools that save files. */
export const fileTools: readonly Subject[] = [
  { tools: ['restic'], needs: 'restic', see: async (shop) => [await seeRestic(shop)] },
  { tools: ['borg'], needs: 'borg', see: async (shop) => [await seeBorg(shop)] },
  { tools: ['duplicity'], needs: 'duplicity', see: async (shop) => [await seeDuplicity(shop)] },
  { tools: ['rsnapshot'], needs: 'rsnapshot', see: async (shop) => [await seeRsnapshot(shop)] },
  { tools: ['rclone'], needs: 'rclone', see: async (shop) => [await seeRclone(shop)] },
];

/** Tools that save databases; those of one server share its start. */
export const databaseTools: readonly Subject[] = [
  { tools: ['mariadb-dump', 'mariadb-backup'], needs: ['mariadb', 'mariadb-backup'], see: seeMariaDb },
  {
    tools: ['pg_dump', 'barman', 'pgbackrest'],
    needs: ['postgres', 'pgbackrest', 'barman'],
    see: seePostgreSql,
  },
];
