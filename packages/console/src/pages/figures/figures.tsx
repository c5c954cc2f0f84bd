import type { Figures } from '@watchcase/api';
import { figuresTableAddress, readFigures } from '../../api/figures.ts';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { FigureCard } from './figure-card.tsx';
import { FigureFilters } from './figure-filters.tsx';
import { FigureGroups } from './figure-groups.tsx';
import { PeriodBar } from './period-bar.tsx';
import { useFigureQuery } from './use-figure-query.ts';

/** How the service is judged: each number with what it says, and the cases that it counts. */
export function FiguresPage() {
  const { figures } = texts.value;
  const { period, parameters } = useFigureQuery();
  const found = useResource(
    `figures ${JSON.stringify(parameters)}`,
    (signal) => readFigures(parameters, signal),
    { touchedBy: (change) => change.cases.length > 0, everyMs: 300_000 },
  );
  const answer = found.data.value;
  return (
    <div class="page">
      <div class="page-top">
        <Title text={figures.title} />
        <FigureFilters parameters={parameters} />
        <a
          class="button plain"
          href={figuresTableAddress({ ...parameters, language: language.value })}
          download
        >
          {figures.table}
        </a>
      </div>
      <PeriodBar period={period} zone={parameters['zone'] ?? ''} />
      <p class="lead">{figures.lead}</p>
      {found.fault.value === undefined ? null : <FaultNote fault={found.fault.value} retry={found.refresh} />}
      {answer === undefined ? (
        found.fault.value === undefined ? (
          <Waiting rows={4} height={130} />
        ) : null
      ) : (
        <Answer answer={answer} parameters={parameters} />
      )}
    </div>
  );
}

function Answer({ answer, parameters }: { answer: Figures; parameters: Record<string, string> }) {
  const { figures } = texts.value;
  if (answer.total.every(({ count, of }) => count === 0 && (of ?? 0) === 0))
    return (
      <Empty icon="figures" title={figures.none}>
        <p>{figures.noneText}</p>
      </Empty>
    );
  return (
    <>
      {answer.by === null ? null : <FigureGroups answer={answer} parameters={parameters} />}
      <div class="figure-cards">
        {answer.figures.map((figure, at) => {
          const value = answer.total[at];
          return value === undefined ? null : (
            <FigureCard key={figure.id} figure={figure} value={value} parameters={parameters} />
          );
        })}
      </div>
    </>
  );
}
