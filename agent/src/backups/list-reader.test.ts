import { expect, it } from 'vitest';
import { fieldsOf } from './json-fields.ts';
import { createListReader } from './list-reader.ts';

/** What is read of a text that comes in parts of so many bytes. */
function read(text: string, { name, bytes }: { name?: string; bytes: number }) {
  const reader = createListReader(name, (raw) => fieldsOf(raw)['id'] as number | undefined);
  const all = Buffer.from(text);
  for (let at = 0; at < all.length; at += bytes) reader.take(all.subarray(at, at + bytes));
  return reader.end();
}

/** Long enough to be read in several parts; with what looks like the end of a member inside of one. */
const members = Array.from({ length: 3000 }, (_, id) => ({
  id,
  path: id % 7 === 0 ? '/srv/备份/"},{' : '/srv/\\',
  parts: [{ a: id }, { b: [{ c: 1 }, { d: {} }] }],
}));
const ids = members.map(({ id }) => id);
const compact = JSON.stringify(members);
const spread = JSON.stringify({ key: 'a"b', archives: members, other: [{ id: -1 }, { id: -2 }] }, null, 4);
const broken = JSON.stringify([...members, { no: 'id' }, ...members]);

it.each([
  { of: 'a list', text: compact, name: undefined, is: ids },
  { of: 'a list within an object', text: spread, name: 'archives', is: ids },
  { of: 'another list of the object', text: spread, name: 'other', is: [-1, -2] },
  { of: 'nothing', text: ' [] ', name: undefined, is: [] },
  { of: 'null', text: 'null', name: undefined, is: [] },
  { of: 'a list that was cut', text: compact.slice(0, -9), name: undefined, is: undefined },
  { of: 'a list with something behind it', text: `${compact}]`, name: undefined, is: undefined },
  { of: 'a member that is none', text: broken, name: undefined, is: undefined },
  { of: 'an object without the list', text: '{"archive":[]}', name: 'archives', is: undefined },
  { of: 'no JSON at all', text: 'Fatal: no', name: undefined, is: undefined },
  { of: 'no text', text: '', name: undefined, is: undefined },
])('reads $of, in whatever parts it comes', ({ text, name, is }) => {
  for (const bytes of [4093, 65_536, text.length * 3 + 1])
    expect(read(text, { ...(name === undefined ? {} : { name }), bytes }), `${bytes}`).toEqual(is);
});
