import { fieldsOf, listOf, numberOf, textOf } from '../json-fields.ts';
import type { Snapshot } from '../snapshot.ts';

/** Reads the answer of /api2/json/admin/datastore/STORE/snapshots; undefined when it is something else. */
export function parseSnapshots(answer: unknown): Snapshot[] | undefined {
  return listOf(fieldsOf(answer)['data'], (raw) => {
    const fields = fieldsOf(raw);
    const { 'backup-type': type, 'backup-id': group, 'backup-time': seconds, size, files } = fields;
    if (textOf(type) === undefined || textOf(group) === undefined || typeof seconds !== 'number')
      return undefined;
    const id = `${type as string}/${group as string} ${new Date(seconds * 1000).toISOString()}`;
    const verification = verificationOf(fields['verification'], id);
    // Its index is written last: one without it is under way, or was broken off.
    const names = Array.isArray(files)
      ? files.map((file) => textOf(file) ?? textOf(fieldsOf(file)['filename']))
      : [];
    const isWhole = names.includes('index.json.blob') && verification?.whole !== false;
    return {
      id,
      startedAt: seconds * 1000,
      endedAt: null,
      kind: 'full',
      bytes: numberOf(size),
      files: null,
      complete: isWhole ? 'yes' : 'no',
      ...(verification === undefined ? {} : { verified: verification }),
    };
  });
}

/** When it was verified stands in the name of the task that did: UPID:node:pid:start:task:time:…, in hexadecimal Unix seconds. */
function verificationOf(raw: unknown, id: string): Snapshot['verified'] {
  const { state, upid } = fieldsOf(raw);
  const time = Number.parseInt(textOf(upid)?.split(':')[5] ?? '', 16);
  if (textOf(state) === undefined || Number.isNaN(time)) return undefined;
  return {
    at: time * 1000,
    whole: state === 'ok',
    found: `verification of ${id}: ${state as string}`,
  };
}
