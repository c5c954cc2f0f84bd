import { readFileSync } from 'node:fs';
import { shippedCalendars } from '@watchcase/calendar';
import { UserError } from '@watchcase/runtime';
import { presets } from '@watchcase/sla';
import { readFiles } from './read-files.ts';
import type { ShippedRecord } from './wanted.ts';

const FILES = ['categories.yaml', 'playbooks.yaml'];

/** The records that come with the program: calendars, service policies, categories of faults, and playbooks for the shipped rules. */
export function shippedRecords(): ShippedRecord[] {
  const files = FILES.map((file) => ({
    file,
    text: readFileSync(new URL(`shipped/${file}`, import.meta.url), 'utf8'),
  }));
  const read = readFiles(files);
  if ('faults' in read) throw new UserError(read.faults);
  return [
    ...Object.values(shippedCalendars).map((data) => shipped('calendars', data, 1)),
    ...newestPresets(),
    ...read.wanted.map((one) => ({ ...one, version: 1 })),
  ];
}

/** Of presets by `id@version` the newest of each id. */
function newestPresets(): ShippedRecord[] {
  const all = Object.entries(presets).map(([name, data]) =>
    shipped('policies', data, Number(name.split('@')[1])),
  );
  return all.filter((one) => !all.some((other) => other.id === one.id && other.version > one.version));
}

function shipped(kind: 'calendars' | 'policies', data: { id: string }, version: number): ShippedRecord {
  return {
    kind,
    id: data.id,
    data,
    version,
    place: () => `${kind}/${data.id}`,
  };
}
