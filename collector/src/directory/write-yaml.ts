import { type RecordKind, recordKinds } from '@watchcase/api';
import { stringify } from 'yaml';
import type { DirectoryRecord, RecordData } from './record.ts';
import type { Snapshot } from './snapshot.ts';

/** Records of one kind in one file: no file is longer than what is read back. */
const MOST_IN_FILE = 1000;

/** What people keep: everything but what came with the program and nobody has changed. */
function keptRecords(snapshot: Snapshot, kind: RecordKind): DirectoryRecord[] {
  return snapshot.all(kind).filter(({ door }) => door !== 'shipped');
}

/** The directory in its YAML form (pure), one text. */
export function writeYaml(snapshot: Snapshot): string {
  const sections = recordKinds
    .map((kind) => [kind, keptRecords(snapshot, kind).map(({ data }) => data)] as const)
    .filter(([, records]) => records.length > 0);
  return sections.length === 0 ? '' : textOf(Object.fromEntries(sections));
}

/** The same as files, by kind. */
export function writeYamlFiles(snapshot: Snapshot): { name: string; text: string }[] {
  return recordKinds.flatMap((kind) => {
    const records = keptRecords(snapshot, kind).map(({ data }) => data);
    const count = Math.ceil(records.length / MOST_IN_FILE);
    return Array.from({ length: count }, (_, i) => ({
      name: count === 1 ? `${kind}.yaml` : `${kind}-${String(i + 1).padStart(3, '0')}.yaml`,
      text: textOf({ [kind]: records.slice(i * MOST_IN_FILE, (i + 1) * MOST_IN_FILE) }),
    }));
  });
}

/** One record as its fields stand in a file. */
export function writeRecordYaml(data: RecordData): string {
  return textOf(data);
}

function textOf(value: object): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false });
}
