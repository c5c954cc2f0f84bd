import { type Layout, layoutId } from '@watchcase/protocol';
import { expect, it } from 'vitest';
import { createProgramShelf } from './program-shelf.ts';

function layout(field: string): Layout {
  const content = {
    stream: '15s',
    intervalMs: 15_000,
    groups: [{ measurement: 'a', tags: {}, fields: [[field, 'none'] as [string, 'none']] }],
  };
  return { id: layoutId(content), ...content };
}

it('keeps a program as long as some host uses it', () => {
  const shelf = createProgramShelf([]);
  const first = shelf.take([layout('x')]);
  expect(shelf.take([layout('x')])).toBe(first);
  const other = shelf.take([layout('x'), layout('y')]);
  expect(shelf.take([layout('y'), layout('x')])).toBe(other);
  expect(shelf.size()).toBe(2);
  shelf.giveBack(first);
  expect(shelf.size()).toBe(2);
  shelf.giveBack(first);
  // Nobody's now, and still there for whoever asks next; the next that is nobody's takes its place.
  expect(shelf.size()).toBe(2);
  expect(shelf.take([layout('x')])).toBe(first);
  shelf.giveBack(first);
  shelf.giveBack(first);
  shelf.giveBack(other);
  shelf.giveBack(other);
  expect(shelf.size()).toBe(1);
  expect(shelf.take([layout('x')])).not.toBe(first);
});

it('a host whose shape changes all the time leaves nothing behind', () => {
  const shelf = createProgramShelf([]);
  let program = shelf.take([layout('x0')]);
  for (let i = 1; i < 500; i++) {
    const next = shelf.take([layout(`x${i}`)]);
    shelf.giveBack(program);
    program = next;
  }
  // The one in use, and the one before it.
  expect(shelf.size()).toBe(2);
});
