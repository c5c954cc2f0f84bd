import { titleOf } from '@watchcase/api';
import { describe, expect, it } from 'vitest';
import { play, S, START, type Track } from '../../../test/harness/alert-track.ts';
import { type AlertState, freeze } from './advance.ts';

const tracks: Track[] = [
  {
    name: 'that others are well does not end an alert whose own series has no value',
    samples: '0:minor 15:~ 30:~ 45:minor 60:-',
    expected: 'fired/firing/minor frozen/frozen/minor . thawed/firing/minor resolved/resolved/minor',
  },
  {
    name: 'a series without values that it is not about does not hold it',
    samples: '0:minor 15:~other',
    expected: 'fired/firing/minor resolved/resolved/minor',
  },
  {
    name: 'without `for` it fires on the first sample, and resolves on the first false one',
    samples: '0:minor 15:minor 30:- 45:-',
    expected: 'fired/firing/minor held/firing/minor resolved/resolved/minor .',
  },
  {
    name: '`for` must pass, to the second',
    forMs: 45 * S,
    samples: '0:minor 15:minor 30:minor 44:minor 45:minor',
    expected:
      'pending/pending/minor held/pending/minor held/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'a false sample clears pending, and `for` starts anew',
    forMs: 30 * S,
    samples: '0:minor 15:minor 29:- 30:minor 45:minor 60:minor',
    expected:
      'pending/pending/minor held/pending/minor cleared/inactive/minor pending/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'three intervals between samples count towards `for`',
    forMs: 45 * S,
    samples: '0:minor 45:minor',
    expected: 'pending/pending/minor fired/firing/minor',
  },
  {
    name: 'a longer gap does not count, and does not clear',
    forMs: 60 * S,
    samples: '0:minor 15:minor 600:minor 615:minor 630:minor 645:minor',
    expected:
      'pending/pending/minor held/pending/minor held/pending/minor held/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'of a slow series one lost sample is a gap: the collector may have been down',
    forMs: 600 * S,
    intervalMs: 300 * S,
    samples: '0:minor 600:minor 900:minor 1200:minor',
    expected: 'pending/pending/minor held/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'missing data freeze pending; a long time in the ice does not count',
    forMs: 30 * S,
    samples: '0:minor 15:minor 30:? 45:? 600:minor 614:minor 615:minor',
    expected:
      'pending/pending/minor held/pending/minor frozen/frozen/minor . thawed/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'pending thaws to nothing when the condition is false',
    forMs: 30 * S,
    samples: '0:minor 15:? 30:-',
    expected: 'pending/pending/minor frozen/frozen/minor cleared/inactive/minor',
  },
  {
    name: 'missing data freeze firing: silence resolves nothing',
    samples: '0:major 15:? 9000:? 9015:major',
    expected: 'fired/firing/major frozen/frozen/major . thawed/firing/major',
  },
  {
    name: 'a host that is gone freezes, and its next sample decides',
    samples: '0:major 15:gone 16:gone 9000:-',
    expected: 'fired/firing/major frozen/frozen/major . resolved/resolved/major',
  },
  {
    name: 'thaws worse than it froze',
    samples: '0:minor 15:? 30:critical',
    expected: 'fired/firing/minor frozen/frozen/minor raised/firing/critical',
  },
  {
    name: 'thaws milder than it froze',
    samples: '0:critical 15:? 30:minor',
    expected: 'fired/firing/critical frozen/frozen/critical lowered/firing/minor',
  },
  {
    name: 'severity moves both ways',
    samples: '0:minor 15:critical 30:major 45:major 60:-',
    expected:
      'fired/firing/minor raised/firing/critical lowered/firing/major held/firing/major resolved/resolved/major',
  },
  {
    name: 'each level has a `for` of its own: one sample far above is not critical at once',
    forMs: 30 * S,
    samples: '0:minor 15:minor 30:critical 45:minor 60:critical 75:critical 90:critical',
    expected:
      'pending/pending/minor held/pending/minor fired/firing/minor held/firing/minor held/firing/minor held/firing/minor raised/firing/critical',
  },
  {
    name: 'what jumps to the worst level is as long in all of them',
    forMs: 30 * S,
    samples: '0:critical 15:critical 30:critical',
    expected: 'pending/pending/critical held/pending/critical fired/firing/critical',
  },
  {
    name: 'as long as a worse level held, a milder one did',
    forMs: 30 * S,
    samples: '0:minor 15:critical 30:major 45:major',
    expected: 'pending/pending/minor held/pending/critical fired/firing/minor raised/firing/major',
  },
  {
    name: 'a level that was reached and left waits again, one that is held does not',
    forMs: 15 * S,
    samples: '0:critical 15:critical 30:minor 45:critical 60:critical 75:held=critical 90:critical',
    expected:
      'pending/pending/critical fired/firing/critical lowered/firing/minor held/firing/minor raised/firing/critical held/firing/critical held/firing/critical',
  },
  {
    name: 'the time of a worse level stands still in the ice, and in a gap',
    forMs: 30 * S,
    samples: '0:minor 30:minor 45:critical 60:critical 75:gone 600:critical 660:critical 675:critical',
    expected:
      'pending/pending/minor fired/firing/minor held/firing/minor held/firing/minor frozen/frozen/minor thawed/firing/minor held/firing/minor raised/firing/critical',
  },
  {
    name: 'hysteresis holds the level that was reached until `recover` is true',
    samples: '0:major 15:held=major 30:held=minor 45:held=critical 60:-',
    expected:
      'fired/firing/major held/firing/major lowered/firing/minor held/firing/minor resolved/resolved/minor',
  },
  {
    name: 'hysteresis alone raises nothing',
    samples: '0:- 15:held=critical',
    expected: '. .',
  },
  {
    name: '`keepFiring` begins when the condition is over, not before',
    keepFiringMs: 30 * S,
    samples: '0:minor 15:held=minor 30:held=minor 45:- 74:- 75:-',
    expected:
      'fired/firing/minor held/firing/minor held/firing/minor held/firing/minor held/firing/minor resolved/resolved/minor',
  },
  {
    name: '`keepFiring` of one interval has one interval of effect',
    keepFiringMs: 15 * S,
    samples: '0:minor 15:- 30:-',
    expected: 'fired/firing/minor held/firing/minor resolved/resolved/minor',
  },
  {
    name: '`keepFiring` starts anew when the condition is true again',
    keepFiringMs: 30 * S,
    samples: '0:minor 15:- 30:- 31:minor 45:- 60:- 75:-',
    expected:
      'fired/firing/minor held/firing/minor held/firing/minor held/firing/minor held/firing/minor held/firing/minor resolved/resolved/minor',
  },
  {
    name: '`keepFiring` does not pass in a gap',
    keepFiringMs: 30 * S,
    samples: '0:minor 15:- 600:- 615:- 630:-',
    expected:
      'fired/firing/minor held/firing/minor held/firing/minor held/firing/minor resolved/resolved/minor',
  },
  {
    name: '`keepFiring` does not pass in the ice',
    keepFiringMs: 30 * S,
    samples: '0:minor 15:- 16:gone 600:- 629:- 630:-',
    expected:
      'fired/firing/minor held/firing/minor frozen/frozen/minor thawed/firing/minor held/firing/minor resolved/resolved/minor',
  },
  {
    name: 'a clock set back by an hour neither fulfils `for` nor stops it',
    forMs: 30 * S,
    samples: '3600:minor 3615:minor 0:minor 15:minor',
    expected: 'pending/pending/minor held/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'a clock set back by an hour does not hold an alert',
    samples: '3600:minor 0:-',
    expected: 'fired/firing/minor resolved/resolved/minor',
  },
];

describe('advance', () => {
  it.each(tracks)('$name', (track) => {
    expect(play(track).words).toEqual(track.expected);
  });

  it('remembers since when, how long, and what it was', () => {
    const { last } = play({
      name: '',
      forMs: 15 * S,
      samples: '5:minor 20:major 35:gone',
      expected: '',
    });
    expect(last).toMatchObject({
      state: 'frozen',
      frozenFrom: 'firing',
      activeSince: START + 5 * S,
      held: { major: 0 },
      quietMs: null,
      severity: 'minor',
      threshold: 80,
      firedAt: START + 20 * S,
      resolvedAt: null,
      lastTrue: START + 20 * S,
      lastSample: START + 20 * S,
      title: titleOf('at 20'),
      value: 20,
      groupKey: 'acme.db1/hardware',
    });
  });

  it('keeps the title it had when it resolves: that is what people knew it by', () => {
    const { last } = play({
      name: '',
      samples: '0:minor 15:-',
      expected: '',
    });
    expect(last).toMatchObject({ title: titleOf('at 0'), value: 15, resolvedAt: START + 15 * S });
  });

  it('freezes neither what is frozen nor what is over', () => {
    const { last } = play({
      name: '',
      samples: '0:minor 15:-',
      expected: '',
    });
    expect(freeze(last as AlertState)).toBeUndefined();
  });
});
