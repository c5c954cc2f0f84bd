import {
  type HoldReason,
  type PageTarget,
  severities,
  type Severity,
  type Target,
  targets,
} from '@watchcase/api';
import { listed, texts } from '../../texts/index.ts';
import { promiseSaid, type WrittenPromise } from '../../words/promise-said.ts';
import type { RecordWords } from '../../words/record-said.ts';
import { targetsSaid } from '../../words/record-said.ts';

type Promises = Partial<Record<Target, Partial<Record<Severity, WrittenPromise>>>>;
type Told = readonly PageTarget[];

/** A service policy as its record has it. */
interface WrittenPolicy {
  warnings?: readonly number[];
  warn?: Readonly<Record<string, Told | Readonly<Record<string, Told>>>>;
  targets: Promises;
  adviceOnly?: Promises;
  pauses?: Partial<Record<Target, readonly HoldReason[]>>;
}

/** Percents at which people are told where a policy names none. */
const WARNINGS = [50, 75];

/** A service policy as what it is: severities and targets, with what moves them. */
export function PolicyFacts({
  data,
  words,
}: {
  data: Readonly<Record<string, unknown>>;
  words: RecordWords;
}) {
  const { records } = texts.value;
  const policy = data as unknown as WrittenPolicy;
  return (
    <>
      <section>
        <h2>{records.promises}</h2>
        <PromiseTable promises={policy.targets} words={words} />
      </section>
      {policy.adviceOnly === undefined ? null : (
        <section>
          <h2>{records.adviceOnly}</h2>
          <PromiseTable promises={policy.adviceOnly} words={words} />
        </section>
      )}
      <Rules policy={policy} words={words} />
    </>
  );
}

function PromiseTable({ promises, words }: { promises: Promises; words: RecordWords }) {
  const { cases, records } = texts.value;
  const promised = targets.filter((target) => Object.keys(promises[target] ?? {}).length > 0);
  const rows = severities.toReversed();
  const said = (promise: WrittenPromise) =>
    promiseSaid(promise, {
      promised: records.promised,
      hours: records.hours,
      begunOutside: records.begunOutside,
      ofCategory: records.ofCategory,
      duration: words.duration,
      hoursOf: (id) => records.hoursOf(words.name('calendars', id)),
      category: cases.category,
    });
  return (
    <div class="card table-card">
      <table class="folding promise-table">
        <thead>
          <tr>
            <th scope="col">{cases.columns.severity}</th>
            {promised.map((target) => (
              <th key={target} scope="col">
                {cases.target[target]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((severity) => (
            <tr key={severity}>
              <th scope="row">{cases.severity[severity]}</th>
              {promised.map((target) => {
                const promise = promises[target]?.[severity];
                return (
                  <td key={target} data-name={cases.target[target]}>
                    {promise === undefined ? (
                      <span class="soft">{records.nothing}</span>
                    ) : (
                      said(promise).map((line, at) => (
                        <span key={line} class={at === 0 ? 'promise' : 'promise soft'}>
                          {line}
                        </span>
                      ))
                    )}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Rules({ policy: { warnings, warn, pauses }, words }: { policy: WrittenPolicy; words: RecordWords }) {
  const { cases, records } = texts.value;
  const paused = targets.filter((target) => (pauses?.[target] ?? []).length > 0);
  const facts: [string, string][] = [
    [records.warnings, records.warningsAt(listed((warnings ?? WARNINGS).map((percent) => `${percent}%`)))],
    ...Object.entries(toldBy(warn)).map(([target, table]): [string, string] => [
      target === '' ? records.warn : records.warnOf(cases.target[target as Target]),
      Object.entries(table)
        .map(([percent, told]) => records.warnAt(percent, targetsSaid(told, words) || records.nobody))
        .join('\n'),
    ]),
    [
      records.pauses,
      paused.length === 0
        ? records.pausesNever
        : paused
            .map((target) =>
              records.pausesFor(
                cases.target[target],
                listed((pauses?.[target] ?? []).map((reason) => records.waitsFor[reason])),
              ),
            )
            .join('\n'),
    ],
  ];
  return (
    <dl class="card record-facts">
      {facts.map(([name, text]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{text}</dd>
        </div>
      ))}
    </dl>
  );
}

/** Who is told at which percent, by target; under an empty name of all that have none of their own. */
function toldBy(warn: WrittenPolicy['warn']): Record<string, Readonly<Record<string, Told>>> {
  const tables: Record<string, Record<string, Told>> = {};
  for (const [key, value] of Object.entries(warn ?? {}))
    if (Array.isArray(value)) tables[''] = { ...tables[''], [key]: value as Told };
    else tables[key] = value as Record<string, Told>;
  return tables;
}
