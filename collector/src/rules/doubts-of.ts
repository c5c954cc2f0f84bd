import { type Fault, nearestWord } from '@watchcase/runtime';
import {
  isKnownField,
  isKnownMeasurement,
  knownFields,
  knownMeasurements,
  knownTags,
} from './known-series.ts';
import { isIdle } from './language/check-sense.ts';
import type { SeriesNode } from './language/syntax.ts';
import { seriesOf } from './language/walk.ts';
import type { Rule } from './rule.ts';

/** Finds the place of a rule's field. */
type PlaceOf = (path: readonly (string | number)[], at?: number) => string;

/** What is read of a rule's text. */
type Read = Pick<Rule, 'each' | 'when' | 'recover' | 'levels'>;

/** A place in an expression, or in `each`, and what may be wrong there. */
interface Doubt {
  path: readonly (string | number)[];
  at: number;
  message: string;
  fix?: string;
}

/**
 * What of a rule may be a mistake (pure): names that look like those of the agent's own series and are none of them, and a `recover` that changes nothing. Programs of one's
 * own report under names of their own, so that none of it is a fault.
 */
export function doubtsOf(rule: Read, placeOf: PlaceOf): Fault[] {
  const doubts = [
    ...seriesOf(rule.when).flatMap((node) => doubtsAbout(node, ['when'])),
    ...(rule.recover === null
      ? []
      : seriesOf(rule.recover).flatMap((node) => doubtsAbout(node, ['recover']))),
    ...doubtsAboutEach(rule),
    ...doubtsAboutRecover(rule),
  ];
  return doubts.map(({ path, at, message, fix }) => ({
    code: 'RULE_DOUBTFUL',
    place: placeOf(path, at),
    message: `"${path.join('.')}": ${message}`,
    ...(fix === undefined ? {} : { fix }),
  }));
}

function doubtsAbout({ measurement, field, filters, at }: SeriesNode, path: Doubt['path']): Doubt[] {
  if (!isKnownMeasurement(measurement)) {
    const meant = nearestWord(measurement, knownMeasurements);
    if (meant === undefined) return [];
    const message = `the agent reports no measurement ${measurement}`;
    return [{ path, at, message, fix: `did you mean ${meant}?` }];
  }
  const doubts: Doubt[] = [];
  if (!isKnownField(measurement, field))
    doubts.push({
      path,
      at,
      message: `the agent reports ${measurement} without a field ${field}`,
      ...meaning(field, knownFields(measurement)),
    });
  const tags = knownTags(measurement);
  for (const { tag } of filters)
    if (!tags.includes(tag))
      doubts.push({
        path,
        at,
        message: `the agent gives ${measurement} no tag ${tag}`,
        ...meaning(tag, tags),
      });
  return doubts;
}

/** Instances are told apart by the tags of the first series. */
function doubtsAboutEach({ each, when }: Read): Doubt[] {
  const [first] = seriesOf(when);
  if (first === undefined || !isKnownMeasurement(first.measurement)) return [];
  const tags = knownTags(first.measurement);
  return each.flatMap((tag, index) =>
    tags.includes(tag)
      ? []
      : [
          {
            path: ['each', index],
            at: 0,
            message: `the agent gives ${first.measurement} no tag ${tag}`,
            ...meaning(tag, tags),
          },
        ],
  );
}

function doubtsAboutRecover({ when, recover, levels }: Read): Doubt[] {
  if (recover === null || !isIdle(when, recover, levels)) return [];
  return [
    {
      path: ['recover'],
      at: recover.at,
      message: 'it changes nothing: it is true whenever "when" is false',
      fix: 'leave a gap to the limit of "when", or leave it out',
    },
  ];
}

function meaning(word: string, known: readonly string[]): { fix?: string } {
  const meant = nearestWord(word, known);
  if (meant !== undefined) return { fix: `did you mean ${meant}?` };
  return known.length === 0 ? {} : { fix: `known are ${known.join(', ')}` };
}
