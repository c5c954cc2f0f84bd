import { readArticles } from '../../api/articles.ts';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Empty, FaultNote } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';

/** Articles: what was wrong, and what made it work again. */
export function KnowledgePage() {
  const { knowledge, cases } = texts.value;
  const text = query.value.get('text') ?? '';
  const list = useList(`articles ${text}`, (paging, signal) => readArticles({ text, ...paging }, signal), {});
  const items = list.data.value?.items ?? [];
  return (
    <div class="page">
      <div class="page-top">
        <Title text={knowledge.title} />
        <div class="filters">
          <SearchField name="text" label={knowledge.search} />
        </div>
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {list.data.value !== undefined && items.length === 0 ? (
        <Empty icon="book" title={knowledge.none}>
          <p>{knowledge.noneText}</p>
        </Empty>
      ) : null}
      <ul class="article-list">
        {items.map((it) => (
          <li key={it.id} class="card">
            <Link to={`/knowledge/${it.id}`}>
              <strong>{it.title}</strong>
            </Link>
            <p>{it.solution}</p>
            <p class="at">
              {knowledge.state[it.state]} · {cases.category[it.category]} · {knowledge.uses(it.uses)}
            </p>
          </li>
        ))}
      </ul>
      <MoreButton list={list} />
    </div>
  );
}
