import { describe, expect, it } from 'vitest';
import { againAfterMs, AUDIT_STEPS, type AuditState, decideAudit } from './decide-audit.ts';

const NOW = Date.UTC(2026, 2, 2, 3);
const SECOND = 1000;
const holders = ['reachable', 'unreachable', 'nobody'] as const;
/** No such step, one that should have come, one that is being done, one that is to come. */
const moments = {
  none: null,
  overdue: NOW - 61 * SECOND,
  doing: NOW - 59 * SECOND,
  coming: NOW + 3600 * SECOND,
};
type Moment = keyof typeof moments;
const names = Object.keys(moments) as Moment[];

/** Every state there is: who has it, times how each of the four steps stands. */
const states = holders.flatMap((holder) =>
  names.flatMap((page) =>
    names.flatMap((chain) =>
      names.flatMap((clock) => names.map((audit) => ({ holder, page, chain, clock, audit }))),
    ),
  ),
);

function stateOf({ holder, ...steps }: (typeof states)[number]): AuditState {
  return {
    holder,
    steps: {
      page: moments[steps.page],
      chain: moments[steps.chain],
      clock: moments[steps.clock],
      audit: moments[steps.audit],
    },
  };
}

describe('every state of an open case', () => {
  it('is one of 768', () => expect(states).toHaveLength(3 * 4 ** 4));

  it('is in order with somebody who can be reached', () => {
    for (const state of states.filter(({ holder }) => holder === 'reachable'))
      expect(decideAudit(stateOf(state), NOW), JSON.stringify(state)).toEqual({ because: 'held' });
  });

  const others = states.filter(({ holder }) => holder !== 'reachable');
  const isAwaited = (state: (typeof states)[number]) =>
    AUDIT_STEPS.some((step) => state[step] === 'coming' || (state[step] === 'doing' && step !== 'audit'));

  it('is in order while something is to come', () => {
    for (const state of others.filter(isAwaited))
      expect(decideAudit(stateOf(state), NOW), JSON.stringify(state)).toEqual({ because: 'awaited' });
  });

  it('is not in order otherwise, and names the first that should have come', () => {
    const rest = others.filter((state) => !isAwaited(state));
    expect(rest).toHaveLength(2 * 2 ** 3 * 3);
    for (const state of rest) {
      const overdue = (['page', 'chain', 'clock'] as const).find((step) => state[step] === 'overdue') ?? null;
      expect(decideAudit(stateOf(state), NOW), JSON.stringify(state)).toEqual({
        because: state.holder,
        overdue,
      });
    }
  });
});

it('asks again after half an hour, twice as long each time up to eight hours, and once a day when nothing is wrong any more', () => {
  const minutes = (repairs: number) => againAfterMs({ repairs, isRecovered: false }) / 60_000;
  expect([1, 2, 3, 4, 5, 6, 40].map(minutes)).toEqual([30, 60, 120, 240, 480, 480, 480]);
  expect(againAfterMs({ repairs: 1, isRecovered: true })).toBe(86_400_000);
});
