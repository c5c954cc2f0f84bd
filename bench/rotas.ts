import { shippedCalendars } from '@watchcase/calendar';
import { type DutyChanges, findGaps, onDuty, previewRota, type Rota, rotaSchema } from '@watchcase/oncall';
import { systemClock } from '@watchcase/runtime';

const DAY_MS = 86_400_000;
const MOST_SECONDS = 1;
const ASKED = 200_000;
const zones = ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York', 'UTC', 'Australia/Sydney'];
/** What rotas are like: whole weeks, whole days, week nights with weekends, working days of a calendar with holidays, halves of days, around the sun. */
const forms: ((team: readonly string[], zone: string) => object)[] = [
  (people, zone) => ({ zone, layers: [layer('weeks', people, { every: '1w' })] }),
  (people, zone) => ({ zone, layers: [layer('days', people, { every: '1d' })] }),
  (people, zone) => ({
    zone,
    covers: { 'mon-fri': ['18:00-09:00'], 'sat-sun': ['00:00-24:00'] },
    layers: [
      layer('nights', people, { every: '1w', hours: { 'mon-fri': ['18:00-09:00'] } }),
      layer('weekends', people.toReversed(), { every: '1w', hours: { 'sat-sun': ['00:00-24:00'] } }),
    ],
  }),
  (people, zone) => ({
    zone,
    calendar: 'cn',
    layers: [
      layer('holidays', people.slice(0, 2), { every: '1d', hours: { holidays: ['00:00-24:00'] } }),
      layer('work', people, { every: '1w', hours: { working: ['09:00-18:00'] } }),
      layer('else', people.toReversed(), { every: '1w' }),
    ],
  }),
  (people, zone) => ({ zone, layers: [layer('halves', people, { every: '12h' })] }),
  (people) => ({
    zone: 'UTC',
    layers: ['Asia/Shanghai', 'Europe/Berlin', 'America/New_York'].map((zone) =>
      layer(zone, people, { zone, every: '1w', hours: { 'mon-sun': ['08:00-18:00'] } }),
    ),
  }),
];

function layer(name: string, people: readonly string[], more: object): object {
  return { name, people, from: '2026-01-05', handOver: '09:00', ...more };
}

/** A year of 10 000 rotas of six forms, each with somebody on vacation, an override and a swap: who is on duty when, and what is missing. And how long it takes to ask for one moment. One line of JSON. */
export function runRotas({ quick }: { quick: boolean }): Promise<boolean> {
  const count = quick ? 1000 : 10_000;
  const rotas = Array.from({ length: count }, (_, index) => rotaOf(index));
  const from = Date.parse('2026-02-01');
  const calendars = new Map(Object.entries(shippedCalendars));
  const changes = rotas.map((_, index) => changesOf(index, from, calendars));
  const span = { from, to: from + 365 * DAY_MS };
  const begin = systemClock.monotonic();
  const before = process.cpuUsage();
  let spans = 0;
  for (const [index, rota] of rotas.entries())
    spans += previewRota(rota, { ...span, ...(changes[index] as DutyChanges) }).length;
  const previewSeconds = secondsSince(begin);
  const used = process.cpuUsage(before);
  const most = MOST_SECONDS * (count / 10_000);
  const line = {
    bench: 'rotas',
    rotas: count,
    days: 365,
    spans,
    previewSeconds,
    processorSeconds: round((used.user + used.system) / 1e6),
    most,
    ...findGapsOf(rotas, changes, span),
    ...askAtMoments(rotas, changes, from),
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  return Promise.resolve(previewSeconds <= most);
}

/** What a page of findings costs: the next 60 days with their gaps. */
function findGapsOf(rotas: readonly Rota[], changes: readonly DutyChanges[], { from }: { from: number }) {
  const span = { from, to: from + 60 * DAY_MS };
  const begin = systemClock.monotonic();
  let gaps = 0;
  for (const [index, rota] of rotas.entries()) {
    const own = changes[index] as DutyChanges;
    gaps += findGaps(rota, previewRota(rota, { ...span, ...own }), { ...span, ...own }).length;
  }
  return { gaps, findingsSeconds: secondsSince(begin) };
}

function secondsSince(begin: number): number {
  return round((systemClock.monotonic() - begin) / 1000);
}

function askAtMoments(rotas: readonly Rota[], changes: readonly DutyChanges[], from: number) {
  const begin = systemClock.monotonic();
  let somebody = 0;
  for (let number = 0; number < ASKED; number++) {
    const index = number % rotas.length;
    const at = from + (number % 365) * DAY_MS + number * 1000;
    const rota = rotas[index] as Rota;
    if (onDuty(rota, { at, ...(changes[index] as DutyChanges) }).people.length > 0) somebody++;
  }
  const micros = ((systemClock.monotonic() - begin) * 1000) / ASKED;
  return { asked: ASKED, somebody, microsecondsEach: round(micros) };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}

function rotaOf(index: number): Rota {
  const team = Array.from({ length: 3 + (index % 5) }, (_, person) => `p${(index + person) % 500}`);
  const form = forms[index % forms.length]?.(team, zones[index % zones.length] ?? 'UTC');
  return rotaSchema.parse({ id: `r${index}`, name: `Rota ${index}`, ...form });
}

function changesOf(index: number, from: number, calendars: DutyChanges['calendars']): DutyChanges {
  const rota = `r${index}`;
  const [one, other] = [`p${index % 500}`, `p${(index + 1) % 500}`];
  const week = (number: number) => ({
    from: from + number * 7 * DAY_MS,
    to: from + (number + 1) * 7 * DAY_MS,
  });
  return {
    absences: [{ person: one, ...week(index % 50) }],
    overrides: [{ id: 'o', rota, ...week((index + 9) % 50), people: [other], instead: null, agreedAt: 1 }],
    swaps: [
      { id: 's', rota, person: one, with: other, given: week((index + 20) % 50), back: null, agreedAt: 1 },
    ],
    calendars,
  };
}
