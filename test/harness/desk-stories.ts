import { presets, termsContentSchema } from '@watchcase/sla';
import { act, openCase, type OwedTerms, runClocks } from '../../collector/src/cases/index.ts';
import { type CaseAction, type NewCase, namedActor } from '../../collector/src/model/index.ts';
import type { Store } from '../../collector/src/store/index.ts';
import { seededRandom } from './seeded-random.ts';

/** What is done to a case, in the minute `at` since 1970. */
export interface StoryStep {
  at: number;
  what:
    | 'ack'
    | 'diagnose'
    | 'need'
    | 'arrive'
    | 'tell'
    | 'hold-customer'
    | 'hold-supplier'
    | 'resume'
    | 'critical'
    | 'major'
    | 'work'
    | 'fix'
    | 'reopen'
    | 'cancel'
    | 'merge'
    | 'rate';
  /** Stars, minutes of labour, or the index of the story it becomes part of. */
  with?: number;
}

/** A case as somebody thinks it up; its number once it was opened. */
export interface Story {
  customer: 'acme' | 'bolt';
  severity: 'critical' | 'major' | 'minor';
  kind: NewCase['kind'];
  source: NewCase['source'] | 'alert';
  /** Minute since 1970. */
  openedAt: number;
  steps: StoryStep[];
  id?: number;
}

const MIN = 60_000;

/** Limits in minutes; what counts for the response and the solution of `major` is 9:00 to 18:00 on weekdays in Shanghai. Nothing is promised for `minor`. */
export const promised = {
  respond: { critical: 30, major: 60 },
  diagnose: { critical: 180, major: 480 },
  'on-site': { critical: 120, major: 480 },
  resolve: { critical: 360, major: 600 },
  update: { critical: 600, major: 2400 },
} as const;
const isInHours = { respond: true, diagnose: false, 'on-site': false, resolve: true, update: false };

/** What every case of the stories is owed. */
function owedTo(customer: string): OwedTerms {
  const targets = Object.fromEntries(
    Object.entries(promised).map(([target, { critical, major }]) => [
      target,
      {
        critical: `${critical}m`,
        major: isInHours[target as 'respond'] ? { in: `${major}m`, hours: 'business' } : `${major}m`,
      },
    ]),
  );
  const policy = { ...presets['standard@2'], id: 'told', targets, pauses: { resolve: ['customer'] } };
  const calendar = { id: 'office', zone: 'Asia/Shanghai', hours: { 'mon-fri': ['09:00-18:00'] } };
  return {
    ref: {
      contract: `${customer}-care`,
      policy: { id: 'told', version: 1 },
      calendars: [{ id: 'office', version: 1 }],
      scope: 'covered',
      travelAllowanceMs: 0,
    },
    content: termsContentSchema.parse({ policy, calendars: [calendar], business: 'office' }),
  };
}

/** Invents stories of cases that were opened between two minutes, the same for the same seed. */
export function inventStories(count: number, [from, to]: [number, number], seed: number): Story[] {
  const random = seededRandom(seed);
  const between = (low: number, high: number) => low + Math.floor(random() * (high - low + 1));
  const one = <T>(items: readonly T[]): T => items[between(0, items.length - 1)] as T;
  const often = (part: number) => random() < part;
  const stories: Story[] = [];
  for (let i = 0; i < count; i++) {
    const openedAt = between(from, to);
    const story: Story = {
      customer: one(['acme', 'bolt']),
      severity: one(['critical', 'major', 'minor']),
      kind: one(['fault', 'fault', 'fault', 'finding', 'request', 'complaint']),
      source: one(['alert', 'alert', 'inspection', 'portal', 'mail', 'console']),
      openedAt,
      steps: [],
    };
    let at = openedAt;
    const then = (low: number, high: number, what: StoryStep['what'], value?: number) =>
      story.steps.push({
        at: (at += between(low, high)),
        what,
        ...(value === undefined ? {} : { with: value }),
      });
    const worked = () => {
      then(2, 200, 'ack');
      if (often(0.7)) then(1, 90, 'diagnose');
      if (often(0.4)) then(1, 100, 'tell');
      if (often(0.3)) {
        then(1, 30, 'need');
        then(20, 300, 'arrive');
      }
      if (often(0.4)) {
        then(1, 60, one(['hold-customer', 'hold-supplier']));
        then(30, 2000, 'resume');
      }
      if (story.severity !== 'minor' && often(0.3)) then(1, 200, one(['critical', 'major']));
      if (often(0.6)) then(0, 30, 'work', between(1, 300));
      if (often(0.85)) then(1, 900, 'fix');
    };
    const isEarly = often(0.1);
    if (isEarly) then(5, 90, 'cancel');
    else worked();
    if (story.steps.at(-1)?.what === 'fix' && often(0.25)) {
      then(10, 900, 'reopen');
      worked();
    }
    if (story.steps.at(-1)?.what === 'fix' && often(0.5)) then(1, 900, 'rate', between(1, 5));
    stories.push(story);
  }
  return [...stories, ...pairs(stories.slice(0, 8), random)];
}

/** Beside some stories another of the same customer that becomes part of it before anything else happens to it. */
function pairs(stories: readonly Story[], random: () => number): Story[] {
  return stories.flatMap((story, into) => {
    const first = story.steps[0]?.at ?? story.openedAt;
    const mergedAt = first - 1;
    const isEarlier = random() < 0.5;
    const openedAt = isEarlier ? story.openedAt - 40 : story.openedAt;
    if (mergedAt <= story.openedAt) return [];
    const source = story.source === 'alert' ? ('portal' as const) : ('alert' as const);
    const { customer } = story;
    const steps = [{ at: mergedAt, what: 'merge' as const, with: into }];
    // Nothing is promised for it, so that the other does not become worse.
    return [{ customer, severity: 'minor' as const, kind: 'fault' as const, source, openedAt, steps }];
  });
}

const by = namedActor('Ada');
const contact = { ...namedActor('Chen', 'contact'), role: 'customer' as const };

function actionOf({ what, with: value = 0 }: StoryStep, stories: readonly Story[]): CaseAction {
  const text = '';
  switch (what) {
    case 'ack':
      return { kind: 'acknowledge', by };
    case 'diagnose':
      return { kind: 'diagnose', text: 'seen', by };
    case 'need':
      return { kind: 'need-on-site', text, by };
    case 'arrive':
      return { kind: 'arrive', text, by };
    case 'tell':
      return { kind: 'note', text: 'still at it', visibility: 'customer', by };
    case 'hold-customer':
      return { kind: 'hold', reason: 'customer', until: null, text, by };
    case 'hold-supplier':
      return { kind: 'hold', reason: 'supplier', until: null, text, by };
    case 'critical':
    case 'major':
      return { kind: 'change-severity', severity: what, text, by };
    case 'work': {
      const parts = [{ name: 'disk', count: 2, unitPrice: 10 }];
      return {
        kind: 'log-work',
        work: { text, labourMinutes: value, travelMinutes: 30, travelKm: 0, parts },
        by,
      };
    }
    case 'fix':
      return { kind: 'resolve', cause: 'c', solution: 's', by };
    case 'merge':
      return { kind: 'merge', into: stories[value]?.id ?? 0, by };
    case 'rate':
      return { kind: 'rate', stars: value, text, by: contact };
    case 'cancel':
      return { kind: 'cancel', text: 'nothing', by };
    default:
      return { kind: what, by };
  }
}

/** Plays stories in the order of their minutes, and what has come due by the last one; each learns its number. */
export async function playStories(store: Store, stories: Story[], until: number): Promise<void> {
  const all = stories.flatMap((story) => [
    { at: story.openedAt, story, step: undefined },
    ...story.steps.map((step) => ({ at: step.at, story, step })),
  ]);
  await store.transaction(async (tx) => {
    for (const { at, story, step } of all.toSorted((a, b) => a.at - b.at)) {
      const now = at * MIN;
      const owed = () => Promise.resolve(owedTo(story.customer));
      if (step === undefined)
        story.id = (await openCase(tx, newCaseOf(story, stories), { now, owed }))?.caseId ?? 0;
      else await act(tx, story.id ?? 0, actionOf(step, stories), { now, comesBackAfterMs: 1 });
    }
    await runClocks(tx, until * MIN);
  });
}

function newCaseOf(story: Story, stories: readonly Story[]): NewCase {
  const { customer, severity, kind, source } = story;
  return {
    key: `story ${stories.indexOf(story)}`,
    customerId: customer,
    siteId: null,
    hostId: null,
    title: { en: 'It is slow', 'zh-CN': '很慢' },
    text: '',
    severity,
    category: 'software',
    source: source as NewCase['source'],
    kind,
    by,
  };
}
