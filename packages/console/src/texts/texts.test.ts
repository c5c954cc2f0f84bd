import { expect, it } from 'vitest';
import { en } from './en/index.ts';
import { zhCn } from './zh-cn/index.ts';

/** Every place of a tree with what stands there: a text, or a function of so many words. */
function places(tree: object, before = ''): string[] {
  return Object.entries(tree).flatMap(([name, value]: [string, unknown]) => {
    const at = `${before}${name}`;
    // Answers of other programs stand as they are in English, and are named where they are not.
    if (at === 'eventFacts.attempt.answers') return [];
    if (typeof value === 'object' && value !== null) return places(value, `${at}.`);
    return [`${at}: ${typeof value}${typeof value === 'function' ? value.length : ''}`];
  });
}

function strings(tree: object): string[] {
  return Object.values(tree).flatMap((value: unknown) => {
    if (typeof value === 'object' && value !== null) return strings(value);
    return typeof value === 'string' ? [value] : [];
  });
}

it('says the same things in both languages', () => {
  expect(places(zhCn)).toEqual(places(en));
  expect(places(en).length).toBeGreaterThan(150);
});

it('has Chinese where Chinese is due', () => {
  const english = new Set(strings(en).filter((text) => /[a-z]{3}/.test(text)));
  expect(strings(zhCn).filter((text) => english.has(text))).toEqual([]);
});

it('says nothing with an empty text but that a host is online', () => {
  expect(strings(en).filter((text) => text.trim() === '')).toEqual(['']);
});

it('parts Chinese words by Chinese commas and colons', () => {
  const parted = strings(zhCn).filter((text) => /\p{Script=Han}[,:;] /u.test(text));
  expect(parted).toEqual([]);
});
