import { type Form, type Query, tagsOfScope } from './query.ts';

/** A series counts as there for this long after its last value, as in PromQL. */
const LOOK_BACK = '5m';

/** The query in InfluxQL, as InfluxDB 1.x takes it (2.x and 3.x by their v1 doors), with Grafana's variables in it; what it gives is called `column`. */
export function influxql(query: Query, form: Form, column = 'value'): string {
  if (query.raw !== undefined) {
    const { influxql: text } = query.raw;
    return text.replaceAll('$scope', influxqlScope(tagsOfScope(query.scope))).replaceAll('$column', column);
  }
  const inner = query.merge === undefined ? single(query, form) : merged(query, form);
  const value = scaled(inner.value, query);
  const tags = query.by.map(quoted);
  const by = groupBy([...(form === 'range' ? ['time($__interval)'] : []), ...tags], form === 'range');
  const { above, below, top, bottom } = query;
  if ((above ?? below ?? top ?? bottom) === undefined)
    return `SELECT ${value} AS "${column}" FROM ${inner.from}${by}`;
  const compared =
    above !== undefined
      ? ` WHERE "value" > ${above}`
      : below !== undefined
        ? ` WHERE "value" < ${below}`
        : '';
  const from = `(SELECT ${value} AS "value" FROM ${inner.from}${by})${compared}`;
  const best = top ?? bottom;
  if (best === undefined) return `SELECT "value" AS "${column}" FROM ${from}${groupBy(tags, false)}`;
  const word = top === undefined ? 'bottom' : 'top';
  return `SELECT ${word}(${['"value"', ...tags, best].join(', ')}) AS "${column}"${tags.map((tag) => `, ${tag}`).join('')} FROM ${from}`;
}

/** Every series by itself. */
function single(query: Query, form: Form): { value: string; from: string } {
  const where = `WHERE ${[window(query, form), conditions(query)].filter((part) => part !== '').join(' AND ')}`;
  const field = quoted(query.field);
  const table = `${quoted(query.from)} ${where}`;
  if (query.take === 'increase' || (query.take === 'rate' && form === 'instant')) {
    const steps = `(SELECT non_negative_difference(${field}) AS "step" FROM ${table} GROUP BY *)`;
    return {
      value: query.take === 'rate' ? 'sum("step") / $__range_s' : 'sum("step")',
      from: steps + rangeOf(form),
    };
  }
  if (query.take === 'rate') return { value: `non_negative_derivative(last(${field}), 1s)`, from: table };
  return { value: `${query.take}(${field})`, from: table };
}

/** Subqueries repeat the range where they are grouped by time. */
function rangeOf(form: Form): string {
  return form === 'range' ? ' WHERE $timeFilter' : '';
}

function merged(query: Query, form: Form): { value: string; from: string } {
  const one = single(query, form);
  const by = groupBy([...(form === 'range' ? ['time($__interval)'] : []), '*'], form === 'range');
  return {
    value: `${query.merge}("each")`,
    from: `(SELECT ${one.value} AS "each" FROM ${one.from}${by})${rangeOf(form)}`,
  };
}

function scaled(value: string, { times, plus }: Query): string {
  return `${value}${times === undefined ? '' : ` * ${times}`}${plus === undefined ? '' : ` + ${plus}`}`;
}

function groupBy(parts: readonly string[], byTime: boolean): string {
  return parts.length === 0 ? '' : ` GROUP BY ${parts.join(', ')}${byTime ? ' fill(none)' : ''}`;
}

function window({ take }: Query, form: Form): string {
  if (form === 'range' || take !== 'last') return '$timeFilter';
  return `time > \${__to}ms - ${LOOK_BACK} AND time <= \${__to}ms`;
}

/** What the variables of a scope choose, as conditions. */
export function influxqlScope(tags: readonly string[]): string {
  return tags.map((tag) => `${quoted(tag)} =~ /^$${tag}$/`).join(' AND ');
}

function conditions({ scope, where = {} }: Query): string {
  const chosen = tagsOfScope(scope);
  return [
    ...(chosen.length === 0 ? [] : [influxqlScope(chosen)]),
    ...Object.entries(where).map(([tag, value]) => {
      if (value.startsWith('!')) return `${quoted(tag)} != '${value.slice(1)}'`;
      return value.startsWith('~')
        ? `${quoted(tag)} =~ /^(${value.slice(1)})$/`
        : `${quoted(tag)} = '${value}'`;
    }),
  ].join(' AND ');
}

function quoted(name: string): string {
  return `"${name}"`;
}
