import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { MANIFEST } from './manifest.ts';

const NAME = /^watchcase-(?<day>\d{4}-\d\d-\d\d)T(?<hour>\d\d)-(?<minute>\d\d)-(?<second>\d\d)Z$/;
const UNFINISHED = '.part';

/** A finished backup in a folder of backups. */
export interface ListedBackup {
  name: string;
  /** When it was made, Unix milliseconds. */
  madeAt: number;
}

/** Name of a backup made at `now`: to the second, in UTC, without what file systems do not take. */
export function backupName(now: number): string {
  return `watchcase-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
}

/** Where it is made before it has its name. */
export function unfinishedName(name: string): string {
  return `${name}${UNFINISHED}`;
}

/** The finished backups in `folder`, oldest first; none where there is no such folder. */
export function listBackups(folder: string): ListedBackup[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .flatMap((name) => {
      const { day, hour, minute, second } = NAME.exec(name)?.groups ?? {};
      if (day === undefined || !existsSync(join(folder, name, MANIFEST))) return [];
      return [{ name, madeAt: Date.parse(`${day}T${hour}:${minute}:${second}Z`) }];
    })
    .toSorted((a, b) => a.madeAt - b.madeAt);
}

/** Removes all but the newest `keep`, and what was broken off. Gives the names of what it removed. */
export function removeOldBackups(folder: string, keep: number): string[] {
  const old = listBackups(folder).slice(0, -keep);
  const brokenOff = readdirSync(folder).filter(
    (name) => name.endsWith(UNFINISHED) && NAME.test(name.slice(0, -UNFINISHED.length)),
  );
  const gone = [...old.map(({ name }) => name), ...brokenOff];
  for (const name of gone) rmSync(join(folder, name), { recursive: true });
  return gone;
}
