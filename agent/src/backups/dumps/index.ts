import type { z } from 'zod';
import { type BackupStatus, defineBackupTool } from '../../contract.ts';
import type { FoundFile, Host } from '../../host/index.ts';
import { fileSnapshot } from '../file-status.ts';
import { findFiles } from '../find-files.ts';
import { type Known, lookAtNewest } from '../look-at-newest.ts';
import { type Snapshot, statusOf } from '../snapshot.ts';
import { unknownStatus } from '../unknown-status.ts';
import { sortFiles } from '../usable.ts';
import { lookInto } from './look-into.ts';
import type { options } from './options.ts';

type Options = z.output<typeof options>;

const UNKNOWN_FORM =
  'the newest dump is of a form whose end cannot be told: whether it is whole is not known';

/** A file that has not changed is looked into once. */
const lookedInto = new WeakMap<Options, Map<string, Snapshot>>();

/** Looks into dumps of databases: one that was cut off is no backup. One pattern that cannot be looked at leaves the others alone. */
export default defineBackupTool<typeof options>({
  name: 'dumps',
  async status(settings, host, now) {
    const before = lookedInto.get(settings) ?? new Map<string, Snapshot>();
    const after = new Map<string, Snapshot>();
    const statuses: BackupStatus[] = [];
    for (const pattern of settings.patterns)
      statuses.push(
        await patternStatus(pattern, settings, { host, now, before, after }).catch((error: unknown) =>
          unknownStatus(pattern, error),
        ),
      );
    lookedInto.set(settings, after);
    return statuses;
  },
});

interface Look {
  host: Host;
  now: number;
  /** What was known the last time, and what is this time. */
  before: Known;
  after: Map<string, Snapshot>;
}

async function patternStatus(location: string, settings: Options, look: Look): Promise<BackupStatus> {
  const { host, now } = look;
  const { ignore, minBytes, settle } = settings;
  const files = (await findFiles(location, host)).filter(({ path }) => !path.endsWith('/metadata.partial'));
  const { usable, growing } = sortFiles(files, { ignore, minBytes, settleMs: settle }, now);
  const snapshots = await lookIntoNewest(usable, settings, look);
  const status = statusOf(location, snapshots, { now });
  const isUnknown = status.copies?.newest?.complete === 'warnings';
  const said = isUnknown ? { ...status, remark: UNKNOWN_FORM } : status;
  return growing.length === 0 ? said : { ...said, count: (said.count ?? 0) + growing.length };
}

function lookIntoNewest(
  files: readonly FoundFile[],
  settings: Options,
  { host, ...rest }: Look,
): Promise<Snapshot[]> {
  const dumps = files.map((file) => ({ ...fileSnapshot(file), kind: 'full' as const, file }));
  const look = async ({ file, ...dump }: (typeof dumps)[number]): Promise<Snapshot> => {
    const complete = await lookInto(file, { host, timeoutMs: settings.timeout });
    return { ...dump, ...(await sizeOf(file, host)), complete };
  };
  // All of a dump is read, which may take as long as it took to write it.
  return lookAtNewest(dumps, { ...rest, leewayMs: 0, look });
}

/** A dump that is a folder is as large as all in it. */
async function sizeOf({ path, bytes }: FoundFile, host: Host): Promise<{ bytes: number; files: number }> {
  if (!/\/(?:toc\.dat|metadata)$/.test(path)) return { bytes, files: 1 };
  const files = await findFiles(`${path.slice(0, path.lastIndexOf('/'))}/*`, host);
  return { bytes: files.reduce((sum, one) => sum + one.bytes, 0), files: files.length };
}
