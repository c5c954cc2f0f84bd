import { expect, it } from 'vitest';
import { createEventReader } from './event-stream.ts';

it.each([
  ['one event', ['data: {"a":1}\n\n'], ['{"a":1}']],
  ['comments only', [': welcome\n\n: still here\n\n'], []],
  ['an event in pieces', ['da', 'ta: x', '\n', '\ndata: y\n\n'], ['x', 'y']],
  ['several lines of data', ['data: a\ndata: b\n\n'], ['a\nb']],
  ['carriage returns', ['data: a\r\n\r\n'], ['a']],
  ['an event that has not ended', ['data: a\n'], []],
  ['other fields', ['event: change\nid: 4\ndata: a\n\n'], ['a']],
])('reads %s', (_name, chunks, events) => {
  const read = createEventReader();
  expect(chunks.flatMap(read)).toEqual(events);
});
