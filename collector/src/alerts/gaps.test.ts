import { describe, expect, it } from 'vitest';
import { play, S, type Track } from '../../../test/harness/alert-track.ts';

const tracks: Track[] = [
  {
    name: 'a null costs no more of `for` than a reading that never came',
    forMs: 30 * S,
    samples: '0:minor 15:? 30:minor',
    expected: 'pending/pending/minor frozen/frozen/minor fired/firing/minor',
  },
  {
    name: 'every other reading null: `for` passes by the readings between',
    forMs: 60 * S,
    samples: '0:minor 15:? 30:minor 45:? 60:minor',
    expected:
      'pending/pending/minor frozen/frozen/minor thawed/pending/minor frozen/frozen/minor fired/firing/minor',
  },
  {
    name: 'one reading that never came: the time counts',
    forMs: 30 * S,
    samples: '0:minor 30:minor',
    expected: 'pending/pending/minor fired/firing/minor',
  },
  {
    name: 'more than two nulls in a row are a gap',
    forMs: 60 * S,
    samples: '0:minor 15:? 30:? 45:? 60:minor 75:minor 120:minor',
    expected:
      'pending/pending/minor frozen/frozen/minor . . thawed/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'a host that was away for a moment has lost as much as it did not send',
    forMs: 45 * S,
    samples: '0:minor 25:gone 45:minor',
    expected: 'pending/pending/minor frozen/frozen/minor fired/firing/minor',
  },
  {
    name: 'a null does not stop `keepFiring`',
    keepFiringMs: 30 * S,
    samples: '0:minor 15:- 30:? 45:-',
    expected: 'fired/firing/minor held/firing/minor frozen/frozen/minor resolved/resolved/minor',
  },
  {
    name: 'a clock set back by a minute costs one interval of `for`',
    forMs: 45 * S,
    samples: '60:minor 75:minor 30:minor 45:minor 60:minor',
    expected:
      'pending/pending/minor held/pending/minor held/pending/minor held/pending/minor fired/firing/minor',
  },
  {
    name: 'a clock set back by a minute does not hold a pending alert',
    forMs: 30 * S,
    samples: '60:minor 15:- 30:minor',
    expected: 'pending/pending/minor cleared/inactive/minor pending/pending/minor',
  },
  {
    name: 'a clock set back by a minute neither ends nor lengthens `keepFiring` by more than an interval',
    keepFiringMs: 30 * S,
    samples: '60:minor 75:- 30:- 45:- 60:-',
    expected:
      'fired/firing/minor held/firing/minor held/firing/minor held/firing/minor resolved/resolved/minor',
  },
];

describe('time that was not observed, or came twice', () => {
  it.each(tracks)('$name', (track) => {
    expect(play(track).words).toEqual(track.expected);
  });
});
