import type { Log } from '@watchcase/runtime';
import type { RuleTies } from './program-shelf.ts';

const LOOK_MS = 60_000;

/**
 * Tells rules that do not fit the hosts, each reason of each rule once. What is there at one look only is passed over: the streams of a host that has
 * just come are heard one after the other. Gives what looks, at most once a minute; `now` is monotonic milliseconds.
 */
export function createUntiedTeller(ties: () => readonly RuleTies[], log: Log): (now: number) => void {
  const told = new Set<string>();
  let before = new Set<string>();
  let lookedAt: number | undefined;
  return (now) => {
    if (lookedAt !== undefined && now - lookedAt < LOOK_MS) return;
    lookedAt = now;
    const found = new Map(ties().flatMap((rule) => rule.untied.map((one) => [keyOf(one), one])));
    for (const [key, { rule, reason, message, hosts }] of found) {
      if (told.has(key) || !before.has(key)) continue;
      told.add(key);
      log.warn({ code: 'RULE_NOT_TIED', rule, reason, hosts }, `a rule does not fit: ${message}`);
    }
    before = new Set(found.keys());
  };
}

function keyOf({ rule, reason }: { rule: string; reason: string }): string {
  return `${rule} ${reason}`;
}
