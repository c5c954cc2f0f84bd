import { type FigureId, figureIds, figureOf, figureParts } from '@watchcase/api';
import { readFigureCases } from '../../api/figures.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { language } from '../../state/language.ts';
import { useList } from '../../state/list.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { periodText } from '../../words/period-text.ts';
import { CaseRow } from '../cases/case-row.tsx';
import { useFigureQuery } from './use-figure-query.ts';

/** The cases behind one number. */
export function FigureCasesPage() {
  const { figures } = texts.value;
  const { period, parameters } = useFigureQuery();
  const id: FigureId = figureIds.find((one) => one === query.value.get('figure')) ?? 'cases';
  const part = figureParts.find((one) => one === query.value.get('part')) ?? 'counted';
  const key = query.value.get('key');
  const asked = { ...parameters, figure: id, part, ...(key === null ? {} : { key }) };
  const list = useList(
    `figure cases ${JSON.stringify(asked)}`,
    (paging, signal) => readFigureCases({ ...asked, ...paging }, signal),
    { touchedBy: (change) => change.cases.length > 0 },
  );
  const items = list.data.value?.items;
  const { title, text } = figureOf(id);
  return (
    <div class="page">
      <Link to={`/figures?${new URLSearchParams(parameters).toString()}`} class="back">
        <Icon name="back" size={18} />
        {figures.title}
      </Link>
      <Title text={title[language.value]} />
      <p>
        <strong>{`${figures.parts[part]} · ${periodText(period, language.value)}`}</strong>
        {key === null ? null : ` · ${key}`}
      </p>
      <p class="lead">{text[language.value]}</p>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={4} height={88} /> : null}
      {items?.length === 0 ? <Empty icon="figures" title={figures.noCases} /> : null}
      <ul class="case-list">
        {(items ?? []).map((it) => (
          <CaseRow key={it.id} it={it} />
        ))}
      </ul>
      <MoreButton list={list} />
    </div>
  );
}
