import type { Figures, FigureValue } from '@watchcase/api';
import { parsePeriod } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { figureCasesAddress } from '../../words/figure-query.ts';
import { figureText } from '../../words/figure-text.ts';
import { periodText } from '../../words/period-text.ts';

interface FigureGroupsProps {
  answer: Figures;
  parameters: Readonly<Record<string, string>>;
}

/** The figures of each group, as a table; each number leads to its cases. */
export function FigureGroups({ answer, parameters }: FigureGroupsProps) {
  const { figures } = texts.value;
  const { by } = answer;
  if (by === null) return null;
  return (
    // A region that scrolls must be reached by keys, too.
    <div class="figure-groups" tabIndex={0} role="region" aria-label={figures.by[by]}>
      <table>
        <thead>
          <tr>
            <th scope="col">{figures.groupName[by]}</th>
            {answer.figures.map(({ id, title, definition }) => (
              <th key={id} scope="col" title={definition[language.value]}>
                {title[language.value]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.groups.map(({ key, name, values }) => (
            <tr key={key}>
              <th scope="row">{groupName(by, key, name)}</th>
              {values.map((value, at) => (
                <td key={value.figure}>
                  <Cell value={value} figure={answer.figures[at]} parameters={parameters} group={key} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function groupName(by: NonNullable<Figures['by']>, key: string, name: string): string {
  const { figures, cases } = texts.value;
  if (by === 'severity') return cases.severity[key as keyof typeof cases.severity];
  if (by === 'contract') return key === '-' ? figures.noContract : name;
  const period = by === 'customer' ? undefined : parsePeriod(key);
  return period === undefined ? name : periodText(period, language.value);
}

interface CellProps {
  value: FigureValue;
  figure: Figures['figures'][number] | undefined;
  parameters: Readonly<Record<string, string>>;
  group: string;
}

function Cell({ value, figure, parameters, group }: CellProps) {
  if (figure === undefined) return null;
  const text = figureText(value, figure.shape, { language: language.value, units: texts.value.shell.unit });
  const part = value.of === null ? 'counted' : 'of';
  if ((value.of ?? value.count) === 0) return <span class="soft">{text}</span>;
  const to = figureCasesAddress(parameters, { figure: figure.id, part, key: group });
  return (
    <Link to={to}>
      {text}
      {value.of === null ? null : <span class="soft"> {`${value.count}/${value.of}`}</span>}
    </Link>
  );
}
