import type { UntiedReason } from '@watchcase/api';
import { nearestWord } from '@watchcase/runtime';
import { isKnownField, isKnownMeasurement, isKnownTag, knownFields } from './known-series.ts';
import type { SeriesNode } from './language/syntax.ts';
import { seriesOf } from './language/walk.ts';
import type { Rule } from './rule.ts';
import { passesFilters, type SeriesIndex } from './series-index.ts';

/** A rule that is not meant for this host: it watches something else. No fault. */
type NotMeant = 'not-reported' | 'filtered';
export type Why = { reason: UntiedReason | NotMeant; message: string };

/** Tells a rule that does not fit from one that is not meant for the host. */
export function isUntied(why: Why): why is { reason: UntiedReason; message: string } {
  return why.reason !== 'not-reported' && why.reason !== 'filtered';
}

/** Why a rule has no series of a host, whose units all fit. */
export function explainUntied(rule: Rule, index: SeriesIndex): Why {
  const [first, ...others] = seriesOf(rule.when);
  if (first === undefined) return { reason: 'filtered', message: 'it reads no series' };
  const further = [...others, ...(rule.recover === null ? [] : seriesOf(rule.recover))];
  const lacking =
    lackOf(first, index, true) ??
    lackOfEach(rule, first, index) ??
    further.map((node) => lackOf(node, index, false)).find((why) => why !== undefined);
  return (
    lacking ?? {
      reason: 'pairing',
      message: 'no series that it reads go together: each two differ in a tag that both have',
    }
  );
}

/** What is missing of one name; the first one decides which hosts a rule is meant for. */
function lackOf(node: SeriesNode, index: SeriesIndex, isFirst: boolean): Why | undefined {
  const { measurement, field } = node;
  const name = `${measurement}.${field}`;
  if (!index.reports(measurement))
    return isFirst || isKnownMeasurement(measurement)
      ? { reason: 'not-reported', message: `${measurement} is not reported` }
      : { reason: 'measurement', message: `${measurement}, which it reads too, is not reported` };
  const series = index.named(node);
  if (series.length === 0) {
    if (isKnownField(measurement, field))
      return { reason: 'not-reported', message: `${measurement} is reported without ${field}` };
    const meant = nearestWord(field, [...knownFields(measurement), ...index.fieldsOf(measurement)]);
    return {
      reason: 'field',
      message: `${measurement} is reported, but no field ${field}${suggested(meant)}`,
    };
  }
  if (series.some(({ tags }) => passesFilters(node, tags))) return undefined;
  const odd = node.filters.find(
    ({ tag, op }) =>
      !op.startsWith('!') &&
      !isKnownTag(measurement, tag) &&
      series.every(({ tags }) => tags[tag] === undefined),
  );
  return odd === undefined
    ? { reason: 'filtered', message: `no series of ${name} has the tags in {…}` }
    : { reason: 'tag', message: `no series of ${name} has a tag ${odd.tag}` };
}

function lackOfEach({ each }: Rule, node: SeriesNode, index: SeriesIndex): Why | undefined {
  const series = index.named(node).filter(({ tags }) => passesFilters(node, tags));
  const name = `${node.measurement}.${node.field}`;
  if (series.some(({ tags }) => each.every((tag) => tags[tag] !== undefined))) return undefined;
  const missing = each.filter((tag) => series.every(({ tags }) => tags[tag] === undefined));
  const meant = nearestWord(missing[0] ?? '', [...new Set(series.flatMap(({ tags }) => Object.keys(tags)))]);
  return {
    reason: 'tag',
    message:
      missing.length === 0
        ? `no series of ${name} has all tags of "each"`
        : `no series of ${name} has the tag ${missing.join(', ')} of "each"${suggested(meant)}`,
  };
}

function suggested(meant: string | undefined): string {
  return meant === undefined ? '' : `; did you mean ${meant}?`;
}
