import { fieldsOf, jsonOf, numberOf, textOf } from '../json-fields.ts';
import { createListReader, type ListReader } from '../list-reader.ts';
import type { Snapshot } from '../snapshot.ts';

/** Reads `borg list --json`, which leaves out what an interrupted run has left. borg must run with TZ=UTC. */
export function archiveReader(): ListReader<Snapshot> {
  return createListReader('archives', (raw) => {
    const { id, name, start } = fieldsOf(raw);
    const startedAt = momentOfBorg(start);
    if (textOf(id) === undefined || textOf(name) === undefined || startedAt === undefined) return undefined;
    return {
      id: name as string,
      startedAt,
      endedAt: null,
      kind: 'full',
      bytes: null,
      files: null,
      complete: 'yes',
    };
  });
}

/** Reads what `borg info --json` says of one archive: without files it is no backup, whatever else it says. */
export function parseArchive(output: string): Snapshot | undefined {
  const archives = fieldsOf(jsonOf(output))['archives'];
  const { name, start, end, stats } = fieldsOf(Array.isArray(archives) ? archives[0] : undefined);
  const { original_size: bytes, nfiles } = fieldsOf(stats);
  const [startedAt, endedAt, files] = [momentOfBorg(start), momentOfBorg(end), numberOf(nfiles)];
  const id = textOf(name);
  if (id === undefined || startedAt === undefined || endedAt === undefined || files === null)
    return undefined;
  const complete = files === 0 ? 'no' : 'yes';
  return { id, startedAt, endedAt, kind: 'full', bytes: numberOf(bytes), files, complete };
}

/** borg 1 prints no zone; later ones may. */
function momentOfBorg(raw: unknown): number | undefined {
  if (typeof raw !== 'string') return undefined;
  const time = Date.parse(/(?:Z|[+-]\d\d:\d\d)$/.test(raw) ? raw : `${raw}Z`);
  return Number.isNaN(time) ? undefined : time;
}
