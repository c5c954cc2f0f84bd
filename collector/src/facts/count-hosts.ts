import { severities } from '@watchcase/api';
import { factKinds } from './catalogue.ts';
import { type Counted, type CountedCase, type CountedHost, remainingSeconds } from './count-customers.ts';
import { type Fact, factOf } from './fact.ts';

/** The facts about the hosts that have cases or firing alerts, or had them a moment ago; `hostOf` knows where a host belongs. */
export function countHosts(
  counted: Counted,
  hostOf: (hostId: string) => CountedHost | undefined,
  now: number,
): Fact[] {
  const cases = Map.groupBy(counted.cases, ({ hostId }) => hostId);
  const firing = new Map<string, number>();
  for (const { hostId, state, alerts } of counted.alerts)
    if (state === 'firing') firing.set(hostId, (firing.get(hostId) ?? 0) + alerts);
  const ids = new Set([...cases.keys(), ...firing.keys()]);
  return [...ids].flatMap((id) => {
    const host = hostOf(id);
    return host === undefined ? [] : [countHost(host, cases.get(id) ?? [], firing.get(id) ?? 0, now)];
  });
}

function countHost(host: CountedHost, all: readonly CountedCase[], firing: number, now: number): Fact {
  const cases = all.filter((one) => one.isUnresolved);
  const rank = (one: CountedCase) => severities.indexOf(one.severity) + 1;
  const [worst] = cases.toSorted((a, b) => rank(b) - rank(a) || a.id - b.id);
  const remaining = (target: string) =>
    remainingSeconds(
      cases.flatMap(({ clocks }) => clocks.filter((clock) => clock.target === target)),
      now,
    );
  const { customer, site, host: name } = host;
  return factOf(
    factKinds.hostCases,
    { subject: { customer, site, host: name } },
    {
      open: cases.length,
      firing,
      worst_rank: worst === undefined ? 0 : rank(worst),
      worst_case: worst?.id ?? 0,
      respond_remaining_seconds: remaining('respond'),
      resolve_remaining_seconds: remaining('resolve'),
    },
  );
}
