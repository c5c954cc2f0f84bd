import { describe, expect, it } from 'vitest';
import type { PageText } from '../texts.ts';
import { cutText } from './cut-text.ts';
import { fitText } from './fit-text.ts';
import { smsSegments } from './sms-segments.ts';

const text: PageText = {
  subject: '[MAJOR] C-1 db1',
  lines: ['one', 'two', 'three'],
  acknowledge: '',
  open: '',
  others: [],
};
const within = (most: number) => (it: PageText) => [it.subject, ...it.lines].join('|').length <= most;

describe('a text that is too long', () => {
  it.each([
    [99, ['[MAJOR] C-1 db1', 'one', 'two', 'three']],
    [27, ['[MAJOR] C-1 db1', 'one', 'two', 'th…']],
    [25, ['[MAJOR] C-1 db1', 'one', 'two', '…']],
    [24, ['[MAJOR] C-1 db1', 'one', 'two…']],
    [22, ['[MAJOR] C-1 db1', 'one', 't…']],
    [17, ['[MAJOR] C-1 db1', '…']],
    [16, ['[MAJOR] C-1 db1']],
    [12, ['[MAJOR] C-1…']],
  ])('in %i characters', (most, lines) => {
    const { subject, lines: rest } = fitText(text, within(most));
    expect([subject, ...rest]).toEqual(lines);
  });

  it('is not cut within a sign', () => {
    const fires = { ...text, lines: [], subject: '🔥🔥🔥' };
    expect(fitText(fires, (it) => it.subject.length <= 4).subject).toBe('🔥…');
    expect(cutText('🔥🔥🔥', 2)).toBe('🔥…');
    expect(cutText('🔥🔥🔥', 3)).toBe('🔥🔥🔥');
  });
});

describe('parts of a text message', () => {
  it.each([
    ['a', 160, 1],
    ['a', 161, 2],
    ['a', 306, 2],
    ['a', 307, 3],
    ['[', 80, 1],
    ['[', 81, 2],
    // 153 places: 76 brackets and one to spare.
    ['[', 152, 2],
    ['[', 153, 3],
    ['磁', 70, 1],
    ['磁', 71, 2],
    ['磁', 134, 2],
    ['磁', 135, 3],
    ['🔥', 35, 1],
    ['🔥', 36, 2],
    ['🔥', 66, 2],
    ['🔥', 67, 3],
  ])('%s, %i times', (sign, times, parts) => {
    expect(smsSegments(sign.repeat(times))).toBe(parts);
  });

  it('are of UCS-2 for one sign that GSM does not know', () => {
    expect([smsSegments('a'.repeat(100)), smsSegments(`${'a'.repeat(99)}…`)]).toEqual([1, 2]);
  });
});
