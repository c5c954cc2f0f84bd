import { readFileSync } from 'node:fs';
import { type Severity, severities } from '@watchcase/api';
import { describeWith } from '@watchcase/testkit';
import { expect, it } from 'vitest';
import { seededRandom } from '../harness/seeded-random.ts';
import { askPromtool, type PrometheusMoment } from './ask-promtool.ts';
import { inventStory, STEPS } from './invent-story.ts';
import { differences, type Kept } from './prometheus-differences.ts';
import type { RuleStory } from './rule-story.ts';
import { isSensible, type Moment, packText, playHere } from './rule-story-here.ts';
import { promqlOf } from './rule-story-promql.ts';

const SEED = Number(process.env['PROMTOOL_SEED'] ?? 20_260_302);
/** Stories in the short form; `PROMTOOL_STORIES=600` tells so many. */
const STORIES = Number(process.env['PROMTOOL_STORIES'] ?? 80);
/** Of those to which a difference matters. */
const FEW = 40;
const ALL: Kept = new Set(differences);

/** How often both sides were compared, and where they differ. */
interface Comparison {
  compared: number;
  /** Moments at which an alert was active, here or there. */
  active: number;
  differing: { story: RuleStory; step: number; here: string; there: string }[];
}

/** Made up until there are enough of those wanted. */
function invent(kept: Kept, count: number, isWanted: (story: RuleStory) => boolean): RuleStory[] {
  const stories: RuleStory[] = [];
  for (let i = 0; stories.length < count; i++) {
    const story = inventStory(`s${i}`, seededRandom(SEED + i * 7919), kept);
    if (isSensible(story) && isWanted(story)) stories.push(story);
  }
  return stories;
}

async function compare(stories: readonly RuleStory[], kept: Kept): Promise<Comparison> {
  const answers = await askPromtool(stories, kept);
  const result: Comparison = { compared: 0, active: 0, differing: [] };
  for (const story of stories) {
    const theirs = answers.get(story.id) ?? [];
    const ours = playHere(story);
    result.compared += ours.length;
    result.active += ours.filter(({ state }, step) => state !== 'none' || theirs[step]?.size !== 0).length;
    const step = ours.findIndex((moment, i) => !agree(moment, theirs[i] ?? new Map(), kept));
    if (step >= 0)
      result.differing.push({
        story,
        step,
        here: JSON.stringify(ours[step]),
        there: JSON.stringify([...(theirs[step] ?? [])]),
      });
  }
  return result;
}

/** The story, or its translation, is another one when all differences are allowed for. */
function matters(story: RuleStory, without: Kept): boolean {
  const number = Number(story.id.slice(1));
  const usual = inventStory(story.id, seededRandom(SEED + number * 7919), ALL);
  const told = (one: RuleStory, kept: Kept) => JSON.stringify([one, promqlOf(one, kept)]);
  return story.levels.length > 1 || told(usual, ALL) !== told(story, without);
}

function agree(ours: Moment, theirs: PrometheusMoment, kept: Kept): boolean {
  const firing = severities.filter((severity) => theirs.get(severity) === 'firing');
  const worst = firing.at(-1);
  const state = worst === undefined ? (theirs.size > 0 ? 'pending' : 'none') : 'firing';
  if (!kept.has('one-alert') && firing.length > 1) return false;
  // `for` goes on in Prometheus while the alert stands still here: there it may be further.
  if (kept.has('freeze') && kept.has('no-look-back') && ours.frozen)
    return ours.state === 'pending' ? state !== 'none' : rank(worst) >= rank(ours.severity);
  return ours.state === state && (state !== 'firing' || ours.severity === worst);
}

function rank(severity: Severity | null | undefined): number {
  return severity === null || severity === undefined ? -1 : severities.indexOf(severity);
}

/** The story that needs fewest samples to differ. */
function smallestOf({ differing }: Comparison, kept: Kept): string {
  const [smallest] = differing.toSorted((a, b) => a.step - b.step);
  if (smallest === undefined) return '';
  const { story, step, here, there } = smallest;
  const values = Object.entries(story.series).map(
    ([name, all]) =>
      `${name}: ${all
        .slice(0, step + 1)
        .map((value) => value ?? '_')
        .join(' ')}`,
  );
  const rules = promqlOf(story, kept).map((rule) => JSON.stringify(rule, null, 1));
  return [
    `${differing.length} stories differ; the smallest at sample ${step}:`,
    packText(story),
    ...values,
    `here: ${here}`,
    `there: ${there}`,
    ...rules,
  ].join('\n');
}

describeWith('promtool', 'rules beside those of Prometheus', () => {
  it(`give the same alerts for the same samples (seed ${SEED})`, { timeout: 120_000 }, async () => {
    const found = await compare(
      invent(ALL, STORIES, () => true),
      ALL,
    );
    expect(smallestOf(found, ALL)).toBe('');
    expect(found.compared).toBe(STORIES * STEPS);
    expect(found.compared).toBeGreaterThanOrEqual(2000);
    expect(found.active).toBeGreaterThan(found.compared / 10);
  });

  it.each(differences)(
    'differ where "%s" is not allowed for, and the docs say so',
    { timeout: 120_000 },
    async (name) => {
      const without: Kept = new Set(differences.filter((one) => one !== name));
      const stories = invent(without, FEW, (story) => matters(story, without));
      const found = await compare(stories, without);
      expect(found.differing.length).toBeGreaterThan(0);
      const docs = readFileSync(new URL('../../docs/rules.md', import.meta.url), 'utf8');
      expect(docs).toMatch(new RegExp(`^\\| \`${name}\` +\\|`, 'm'));
    },
  );
});
