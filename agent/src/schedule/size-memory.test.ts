import { expect, it } from 'vitest';
import { createSizeMemory } from './size-memory.ts';

const DAY = 86_400_000;

function memory(text?: string) {
  const kept = { text, writes: 0 };
  const store = {
    read: () => kept.text,
    write: (written: string) => {
      kept.text = written;
      kept.writes++;
    },
  };
  return { kept, open: () => createSizeMemory(store) };
}

it('remembers over a restart, place by place, and writes only what is new', () => {
  const { kept, open } = memory();
  for (let day = 0; day < 5; day++) open().judge('erp /a', { name: `${day}`, bytes: 100 }, day * DAY);
  expect(open().judge('erp /a', { name: '5', bytes: 30 }, 5 * DAY)).toBe(30);
  expect(open().judge('erp /b', { name: '5', bytes: 30 }, 5 * DAY)).toBeNull();
  const { writes } = kept;
  expect(open().judge('erp /a', { name: '5', bytes: 30 }, 6 * DAY)).toBe(30);
  expect(kept.writes).toBe(writes);
});

it('is bounded: of more than 256 places the one that changed longest ago is forgotten', () => {
  const { kept, open } = memory();
  const it = open();
  for (let place = 0; place < 300; place++) it.judge(`${place}`, { name: 'x', bytes: 1 }, 0);
  expect(JSON.parse(kept.text ?? '')).toHaveLength(256);
  const { writes } = kept;
  open().judge('299', { name: 'x', bytes: 1 }, 0);
  expect(kept.writes).toBe(writes);
  open().judge('0', { name: 'x', bytes: 1 }, 0);
  expect(kept.writes).toBe(writes + 1);
});

it.each(['', 'null', '{', '{}', '[1]', '[["a",{}]]', '[["a",{"since":1,"seen":[1]}]]'])(
  'learns anew where %s was kept',
  (text) => {
    expect(memory(text).open().judge('a', { name: 'x', bytes: 1 }, 0)).toBeNull();
  },
);
