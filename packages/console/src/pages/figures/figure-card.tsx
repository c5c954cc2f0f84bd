import type { FigurePart, Figures, FigureValue } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { figureCasesAddress } from '../../words/figure-query.ts';
import { figureText, isReached, secondsIn } from '../../words/figure-text.ts';

interface FigureCardProps {
  figure: Figures['figures'][number];
  value: FigureValue;
  parameters: Readonly<Record<string, string>>;
}

/** One figure: its number, of how many cases it is, and exactly what it says. */
export function FigureCard({ figure, value, parameters }: FigureCardProps) {
  const { figures, shell } = texts.value;
  const words = { language: language.value, units: shell.unit };
  const reached = isReached(value, figure.goal);
  return (
    <section class="card figure">
      <h2>{figure.title[language.value]}</h2>
      <p class={`number ${reached === undefined ? '' : reached ? 'good' : 'bad'}`}>
        {figureText(value, figure.shape, words)}
        {figure.goal === null ? null : <span class="goal">{figures.goal(figure.goal * 100)}</span>}
      </p>
      {figure.shape === 'time' && value.count > 0 ? (
        <p class="spread">{figures.spread(secondsIn(value.median, words), secondsIn(value.p90, words))}</p>
      ) : null}
      <p class="parts">
        <PartLinks figure={figure} value={value} parameters={parameters} />
      </p>
      <p class="says">{figure.definition[language.value]}</p>
    </section>
  );
}

/** Of a share: those that it counts, all of them, and the others; else the cases it is made of. */
function PartLinks({ figure, value, parameters }: FigureCardProps) {
  const { figures } = texts.value;
  const { count, of } = value;
  const part = (name: FigurePart, number: number, text: string) =>
    number === 0 ? (
      <span>{text}</span>
    ) : (
      <Link to={figureCasesAddress(withoutGroups(parameters), { figure: figure.id, part: name })}>
        {text}
      </Link>
    );
  if (of === null) return part('counted', count, figures.ofCases(count));
  return (
    <>
      {part('counted', count, figures.counted(count))} {part('of', of, figures.outOf(of))}
      {of > count ? <> · {part('missed', of - count, figures.missed(of - count))}</> : null}
    </>
  );
}

function withoutGroups({ by: _by, ...rest }: Readonly<Record<string, string>>): Record<string, string> {
  return rest;
}
