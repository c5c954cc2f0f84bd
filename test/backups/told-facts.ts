import type { CopyFact, JobFacts, LocationFact } from '../../packages/backup/src/index.ts';
import { durationOf, momentOf } from './story-time.ts';

/** What is known of a job, as the collector keeps it, and what is told by it later. */
export interface Known extends JobFacts {
  /** Runs that began, by number. */
  begun: ReadonlyMap<string, { startedAt: number; isWatched: boolean }>;
  /** What a line makes another say later; the story takes it. */
  later: { at: number; words: string }[];
}

const MIB = 1_048_576;
const runOutcomes = {
  ok: 'success',
  warnings: 'warnings',
  failed: 'failed',
  interrupted: 'interrupted',
} as const;
const placeKinds = { local: 'local', offsite: 'offsite', offline: 'offline' } as const;
const verifications = { sound: true, damaged: false } as const;
const drillOutcomes = { passed: 'passed', failed: 'failed' } as const;

/** A job that is heard of for the first time. */
export function nothingKnown(firstSeenAt: number): Known {
  const lists = { runs: [], open: [], locations: [], snapshots: [], verifications: [], drills: [] };
  return { firstSeenAt, heard: { is: true, since: firstSeenAt }, ...lists, begun: new Map(), later: [] };
}

/**
 * What a line adds. `run ok|warnings|failed 40m [500M]` is a whole run that begins now; `start ID [watched]` and `end ID ok|warnings|failed|interrupted [500M] [at TIME] [took 1h]`, the same told in two; `copy PLACE KIND …`, see
 * copyOf; `verify PLACE sound|damaged` is one that was reported; `drill passed|failed [1h] [at TIME]`; `silent` and `heard` are the host's.
 */
export function take(known: Known, now: number, words: string): Known {
  const [what, ...rest] = words.split(' ');
  if (what === 'silent' || what === 'heard') return { ...known, heard: { is: what === 'heard', since: now } };
  if (what === 'run') return wholeRun(known, now, rest);
  if (what === 'start') return begin(known, now, rest);
  if (what === 'end') return end(known, now, rest);
  if (what === 'copy') return withCopy(known, now, rest);
  if (what === 'verify') return withVerification(known, now, rest);
  if (what === 'drill') return withDrill(known, now, rest);
  throw new Error(`no word of stories: ${words}`);
}

function wholeRun(known: Known, now: number, [outcome, took = '', ...size]: readonly string[]): Known {
  const words = ['end', `at-${now}`, outcome, ...size].join(' ');
  const later = [...known.later, { at: now + durationOf(took), words }];
  return begin({ ...known, later }, now, [`at-${now}`]);
}

function begin(known: Known, now: number, [id = '', ...rest]: readonly string[]): Known {
  const startedAt = after(rest, 'at') === undefined ? now : momentOf(after(rest, 'at') ?? '');
  return opened(known, new Map([...known.begun, [id, { startedAt, isWatched: rest.includes('watched') }]]));
}

function end(known: Known, now: number, [id = '', outcome, ...rest]: readonly string[]): Known {
  const told = after(rest, 'at');
  const endedAt = told === undefined ? now : momentOf(told);
  const took = after(rest, 'took');
  const startedAt =
    known.begun.get(id)?.startedAt ?? (took === undefined ? null : endedAt - durationOf(took));
  const run = { startedAt, endedAt, outcome: meant(runOutcomes, outcome), bytes: sizeIn(rest) };
  const runs = [...known.runs, run].toSorted((a, b) => a.endedAt - b.endedAt).slice(-61);
  const begun = new Map([...known.begun].filter(([one]) => one !== id));
  return opened({ ...known, runs }, begun);
}

/** What a word of a story says; a misspelt one is a fault of the story's. */
function meant<Said>(meanings: Readonly<Record<string, Said>>, word = ''): Said {
  const said = meanings[word];
  if (said === undefined) throw new Error(`"${word}" is none of ${Object.keys(meanings).join(', ')}`);
  return said;
}

function opened(known: Known, begun: Known['begun']): Known {
  const open = [...begun.values()].toSorted((a, b) => a.startedAt - b.startedAt);
  return { ...known, begun, open };
}

/**
 * `copy PLACE local|offsite|offline [none] [count 7] [made 2h] [took 30m] [500M] [files 400] [full|incremental] [warnings|no] [oldest 28d] [spread 7/4/12] [damaged|verified] [unusable 1h|unusable-since 1h]`: what a tool
 * says that it has. Times are so long ago.
 */
function withCopy(known: Known, now: number, [location = '', kind, ...rest]: readonly string[]): Known {
  const ago = (word: string) => {
    const text = after(rest, word);
    return text === undefined
      ? undefined
      : now - (text.startsWith('-') ? -durationOf(text.slice(1)) : durationOf(text));
  };
  const made = ago('made') ?? now;
  const took = after(rest, 'took');
  const newest: CopyFact = {
    startedAt: took === undefined ? null : made - durationOf(took),
    endedAt: made,
    kind: rest.includes('incremental') ? 'incremental' : 'full',
    bytes: sizeIn(rest),
    files: after(rest, 'files') === undefined ? null : Number(after(rest, 'files')),
    complete: rest.includes('no') ? 'no' : rest.includes('warnings') ? 'warnings' : 'yes',
  };
  const isNone = rest.includes('none');
  const broken = { ended: ago('unusable'), begun: ago('unusable-since') };
  const fact: LocationFact = {
    location,
    kind: meant(placeKinds, kind),
    at: now,
    newest: isNone ? null : newest,
    unusable:
      broken.ended !== undefined
        ? { startedAt: null, endedAt: broken.ended }
        : broken.begun !== undefined
          ? { startedAt: broken.begun, endedAt: null }
          : null,
    oldestAt: ago('oldest') ?? null,
    count: isNone ? 0 : Number(after(rest, 'count') ?? 3),
    spread: spreadIn(after(rest, 'spread')),
    bytes: null,
    verifiedAt: rest.includes('verified') || rest.includes('damaged') ? now : null,
    isSound: !rest.includes('damaged'),
  };
  const locations = [...known.locations.filter((one) => one.location !== location), fact];
  return { ...known, locations, snapshots: isNone ? known.snapshots : seen(known, fact, newest) };
}

/** `7/4/12`: days, weeks, months. */
function spreadIn(text: string | undefined): LocationFact['spread'] {
  if (text === undefined) return null;
  const [days = 0, weeks = 0, months = 0] = text.split('/').map(Number);
  return { days, weeks, months };
}

/** A copy that was seen before is the same one. */
function seen({ snapshots }: Known, { location, at }: LocationFact, newest: CopyFact): JobFacts['snapshots'] {
  const fact = { ...newest, location, at: Math.min(newest.endedAt ?? at, at) };
  const others = snapshots.filter((one) => one.location !== location || one.endedAt !== newest.endedAt);
  return [...others, fact].toSorted((a, b) => a.at - b.at).slice(-122);
}

function withVerification(known: Known, now: number, [location = '', found]: readonly string[]): Known {
  const others = known.verifications.filter((one) => one.location !== location);
  const fact = { location, at: now, isSound: meant<boolean>(verifications, found) };
  return { ...known, verifications: [...others, fact] };
}

function withDrill(known: Known, now: number, [outcome, ...rest]: readonly string[]): Known {
  const told = after(rest, 'at');
  const endedAt = told === undefined ? now : momentOf(told);
  const took = rest.find((word) => /^\d+[smhd]$/.test(word)) ?? '10m';
  const drill = {
    startedAt: endedAt - durationOf(took),
    endedAt,
    outcome: meant(drillOutcomes, outcome),
  };
  return { ...known, drills: [...known.drills, drill].toSorted((a, b) => a.endedAt - b.endedAt) };
}

/** `500M`: mebibytes. */
function sizeIn(words: readonly string[]): number | null {
  const text = words.find((word) => /^\d+(?:\.\d+)?M$/.test(word));
  return text === undefined ? null : Math.round(Number(text.slice(0, -1)) * MIB);
}

/** What stands behind a word; a time has two parts, joined by `T`. */
function after(words: readonly string[], word: string): string | undefined {
  const at = words.indexOf(word);
  return at < 0 ? undefined : words[at + 1]?.replace('T', ' ');
}
