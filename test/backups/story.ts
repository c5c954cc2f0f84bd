import { readFileSync } from 'node:fs';
import {
  backupPolicySchema,
  type JobFacts,
  judge,
  type Policy,
  policyOf,
} from '../../packages/backup/src/index.ts';
import { parse } from 'yaml';
import { z } from 'zod';
import { durationOf, momentOf } from './story-time.ts';
import { type Known, nothingKnown, take } from './told-facts.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** A life of one backup job: what is told of it when, and every alarm from its begin to its end. Times are UTC, `MM-DD HH:MM[:SS]`, of 2026 unless a year stands before. */
const storySchema = z.strictObject({
  name: z.string(),
  policy: z.record(z.string(), z.unknown()),
  /** When the job is first heard of. */
  from: z.string().default('03-02 08:00'),
  until: z.string(),
  /** `TIME what it says`; with `N x STEP` behind the time it is said N times. See told-facts.ts. */
  told: z.array(z.string()),
  /** `TIME .. TIME severity check [about]`, or `.. open`; all that there is at any moment. */
  alarms: z.array(z.string()),
});
export type Story = z.output<typeof storySchema>;

/** Reads the stories of a file. */
export function readStories(path: URL): Story[] {
  return z.array(storySchema).parse(parse(readFileSync(path, 'utf8')));
}

/** Something that is told at a moment. */
interface Line {
  at: number;
  words: string;
}

/** All lines, each at its moment, in their order. */
function linesOf({ told }: Story): Line[] {
  const lines = told.flatMap((text) => {
    const found = /^((?:\d{4}-)?\d\d-\d\d \d\d:\d\d(?::\d\d)?)(?: (\d+) x (\w+))? (.+)$/.exec(text);
    if (found === null) throw new Error(`no line of a story: ${text}`);
    const [, time = '', count = '1', step = '1d', words = ''] = found;
    return Array.from({ length: Number(count) }, (_, index) => ({
      at: momentOf(time) + index * durationOf(step),
      words,
    }));
  });
  return lines.toSorted((a, b) => a.at - b.at);
}

function textOf(ms: number): string {
  const text = new Date(ms).toISOString();
  return `${text.startsWith('2026') ? '' : text.slice(0, 5)}${text.slice(5, 10)} ${text.slice(11, text.slice(17, 19) === '00' ? 16 : 19)}`;
}

/** What a policy says at a moment: breaches as `severity check about`; those that cannot be told now stay as they are. */
function breachesOf(
  policy: Policy,
  facts: JobFacts,
  { now, before }: { now: number; before: ReadonlySet<string> },
) {
  const { verdicts, next } = judge(policy, facts, now);
  const found = new Set<string>();
  for (const { check, about, severity, isKnown, since } of verdicts) {
    const name = `${check} ${about}`.trim();
    if (!isKnown) for (const one of before) if (one.endsWith(` ${name}`)) found.add(one);
    if (severity === null) continue;
    if (since > now) throw new Error(`${name} is told at ${textOf(now)} to be since ${textOf(since)}`);
    found.add(`${severity} ${name}`);
  }
  return { found, next };
}

/**
 * Lives a story as the product does: it looks when something is told, and when the judge has said that something may change. Between, at eight moments, what was found must still be so: a change that the
 * judge did not foretell is a fault of the story's.
 */
export function live(story: Story): string[] {
  const lines = linesOf(story);
  const until = momentOf(story.until);
  const began = momentOf(story.from);
  let policy = policyFrom(story.policy);
  let known: Known = nothingKnown(began);
  let breaches: ReadonlySet<string> = new Set();
  const since = new Map<string, number>();
  const alarms: { from: number; text: string }[] = [];
  let [now, line] = [began, 0];
  while (now < until) {
    for (; (lines[line]?.at ?? until) <= now; line++) {
      const { at, words } = lines[line] as Line;
      if (words.startsWith('policy ')) policy = policyFrom(parse(words.slice('policy '.length)) as object);
      else known = take(known, at, words);
      lines.push(...known.later.splice(0));
      sortFrom(lines, line + 1);
    }
    const { found, next } = breachesOf(policy, known, { now, before: breaches });
    for (const one of found) if (!breaches.has(one)) since.set(one, now);
    for (const one of breaches)
      if (!found.has(one))
        alarms.push({
          from: since.get(one) ?? 0,
          text: `${textOf(since.get(one) ?? 0)} .. ${textOf(now)} ${one}`,
        });
    breaches = found;
    const then = Math.min(next ?? until, lines[line]?.at ?? until, until);
    expectSame({ policy, known, breaches }, now, then);
    now = then;
  }
  for (const one of breaches)
    alarms.push({ from: since.get(one) ?? 0, text: `${textOf(since.get(one) ?? 0)} .. open ${one}` });
  return alarms.toSorted((a, b) => a.from - b.from || a.text.localeCompare(b.text)).map(({ text }) => text);
}

/** The product looks each half hour whatever happens; here nothing may come of that. */
function expectSame(
  { policy, known, breaches }: { policy: Policy; known: Known; breaches: ReadonlySet<string> },
  from: number,
  to: number,
): void {
  const step = Math.max(HOUR, (to - from) / 8);
  const looks = [...Array.from({ length: 8 }, (_, index) => from + (index + 1) * step), to - 1];
  for (const now of looks) {
    if (now <= from || now >= to) continue;
    const { found } = breachesOf(policy, known, { now, before: breaches });
    if (found.symmetricDifference(breaches).size > 0)
      throw new Error(
        `at ${textOf(now)} without a word: ${[...breaches].join(', ')} -> ${[...found].join(', ')}`,
      );
  }
}

function policyFrom(record: object): Policy {
  return policyOf(backupPolicySchema.parse({ id: 'nightly', jobs: {}, ...record }));
}

function sortFrom(lines: Line[], from: number): void {
  const rest = lines.splice(from).toSorted((a, b) => a.at - b.at);
  lines.push(...rest);
}
