import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { readArticles } from '../../api/client.ts';
import { after } from '../../clock.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { query, setQuery } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';

const TYPING_MS = 250;

/** Articles: what was wrong, and what made it work again. */
export function KnowledgePage() {
  const { knowledge, cases } = texts.value;
  const text = query.value.get('text') ?? '';
  const typed = useSignal(text);
  const list = useList(`articles ${text}`, (paging, signal) => readArticles({ text, ...paging }, signal), {});
  useEffect(() => {
    const timer = after(TYPING_MS, () => {
      if (typed.value.trim() !== text) setQuery('text', typed.value.trim());
    });
    return () => timer.cancel();
  }, [typed.value]);
  const items = list.data.value?.items ?? [];
  return (
    <div class="page">
      <div class="page-top">
        <Title text={knowledge.title} />
        <div class="filters">
          <div class="search">
            <Icon name="search" size={18} />
            <input
              type="search"
              aria-label={knowledge.search}
              placeholder={knowledge.search}
              value={typed.value}
              maxLength={200}
              onInput={(event) => (typed.value = event.currentTarget.value)}
            />
          </div>
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
