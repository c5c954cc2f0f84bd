import type { Severity } from '@watchcase/api';
import { expect, it } from 'vitest';
import { decideDigest, type DuePage, type WayNow } from './decide-digest.ts';

const way: WayNow = { now: 100_000, lastAt: undefined, gapMs: 60_000, most: 3 };
const just: WayNow = { ...way, lastAt: 90_000 };

/** `7 opened major` is page 7 of case 7; `8/7 step major` another page of the same case. */
function page(text: string): DuePage {
  const [ids = '', reason = '', severity = ''] = text.split(' ');
  const [id = '', caseId = id] = ids.split('/');
  return { id: Number(id), caseId: Number(caseId), reason, severity: severity as Severity };
}

it.each([
  ['the first goes at once', way, ['1 opened minor'], [[1]]],
  ['the next one waits for the end of the minute', just, ['1 opened major', '2 opened minor'], 150_000],
  [
    'all of that minute go together at its end',
    { ...just, lastAt: 40_000 },
    ['1 opened minor', '2 step major'],
    [[2], [1]],
  ],
  ['a moment before that they wait', { ...just, lastAt: 40_001 }, ['1 opened minor'], 100_001],
  ['a critical one waits for nothing', just, ['1 opened critical'], [[1]]],
  ['and what waits goes along with it', just, ['1 opened minor', '2 opened critical'], [[2], [1]]],
  ['that a critical one is over can wait', just, ['1 recovered critical'], 150_000],
  ['what is told to who has the case does not wait', just, ['1 breached minor'], [[1]]],
  ['nor does it when handed on', just, ['1 handed-on minor'], [[1]]],
  ['nor when its holder is not seen at it', just, ['1 lapsed minor'], [[1]]],
  ['pages of a case are one, the newest last', way, ['5/1 step minor', '2/1 opened minor'], [[2, 5]]],
  [
    'as many cases as there is room for, the worst',
    way,
    ['1 opened minor', '2 opened major', '3 opened critical', '4 opened minor'],
    [[3], [2], [1]],
  ],
  [
    'what cannot wait is among them however mild it is',
    just,
    ['1 opened major', '2 opened major', '3 opened major', '4 breached advisory'],
    [[1], [2], [4]],
  ],
] as const)('%s', (_, now, pages, expected) => {
  const decision = decideDigest(pages.map(page), now);
  expect('until' in decision ? decision.until : decision.cases).toEqual(expected);
});
