import type { DrillTool } from '../contract.ts';
import { borg } from './borg.ts';
import { mariadb } from './mariadb.ts';
import { pgRestore } from './pg-restore.ts';
import { pgBackRest } from './pgbackrest.ts';
import { restic } from './restic.ts';
import { tar } from './tar.ts';

/** Every way to bring a copy back, by the name that plans use. */
export const drillTools: Readonly<Record<string, DrillTool>> = {
  restic,
  borg,
  tar,
  pg_restore: pgRestore,
  pgbackrest: pgBackRest,
  mariadb,
};
