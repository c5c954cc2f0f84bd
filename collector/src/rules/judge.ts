import type { Severity } from '@watchcase/api';
import type { Verdict } from '../model/index.ts';
import type { Compiled, Frame } from './language/frame.ts';
import type { CompiledStrand, Instance } from './program.ts';
import { nameOfKey, thingOfKey } from './same-thing.ts';

type Shown = NonNullable<CompiledStrand['shown']>;

/** What the strands of an instance come to. */
export type Judgement = Pick<
  Verdict,
  'missing' | 'speaksOf' | 'severity' | 'holding' | 'value' | 'unit' | 'threshold' | 'thresholds' | 'series'
>;

/** True when the condition of some level holds in some strand: all that a quiet reading is asked. */
export function isBad({ asked }: Instance, frame: Frame): boolean {
  for (let i = 0; i < asked.length; i++) if ((asked[i] as Compiled)(frame) === 1) return true;
  return false;
}

/** Judges every strand: the worst speaks for the instance, one without values does not count while another has some. */
export function judge({ strands }: Instance, frame: Frame): Judgement {
  const states = strands.map((strand) => ({ strand, level: levelOf(strand, frame) }));
  const known = states.filter(({ level }) => level !== UNKNOWN);
  const counted = known.length > 0 ? known : states;
  const speaker = counted.reduce((a, b) => (b.level < a.level ? b : a));
  const { strand } = speaker;
  const level = strand.levels[speaker.level];
  return {
    missing: known.length === 0,
    speaksOf: (series) =>
      speaksOf(
        counted.flatMap((one) => one.strand.shown ?? []),
        series,
      ),
    severity: level?.severity ?? null,
    holding: holdingOf(
      counted.map((one) => one.strand),
      frame,
    ),
    ...shownOf(strand, frame),
    thresholds: strand.thresholds,
    threshold: level?.threshold ?? strand.levels.at(-1)?.threshold ?? null,
  };
}

const QUIET = Number.POSITIVE_INFINITY;
const UNKNOWN = -1;

/** Index of the worst level that holds, QUIET when none does, UNKNOWN when that cannot be told. */
function levelOf({ levels }: CompiledStrand, frame: Frame): number {
  let state = QUIET;
  for (const [index, { when }] of levels.entries()) {
    const holds = when(frame);
    if (holds === 1) return index;
    if (holds !== 0) state = UNKNOWN;
  }
  return state;
}

function holdingOf(strands: readonly CompiledStrand[], frame: Frame): Severity | null {
  const count = strands[0]?.levels.length ?? 0;
  for (let index = 0; index < count; index++) {
    for (const { levels } of strands) {
      const level = levels[index];
      if (level !== undefined && level.recover !== null && level.recover(frame) !== 1) return level.severity;
    }
  }
  return null;
}

function shownOf({ shown }: CompiledStrand, frame: Frame): Pick<Verdict, 'value' | 'unit' | 'series'> {
  if (shown === null) return { value: null, unit: '', series: null };
  const value = shown.value(frame);
  return { value: Number.isFinite(value) ? value : null, unit: shown.unit, series: shown.series };
}

/** True when one of these is the series, or the same thing under another device or mode; true, too, of what has another name: the rule has changed. */
function speaksOf(heard: readonly Shown[], series: string): boolean {
  const [thing, name] = [thingOfKey(series), nameOfKey(series)];
  return heard.some((one) => one.thing === thing) || heard.every((one) => nameOfKey(one.series) !== name);
}
