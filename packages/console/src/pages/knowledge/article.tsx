import { useSignal } from '@preact/signals';
import type { Article } from '@watchcase/api';
import { changeArticle, readArticle } from '../../api/articles.ts';
import { Back } from '../../parts/back.tsx';
import { Field } from '../../parts/field.tsx';
import { Link } from '../../parts/link.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { Title } from '../../parts/title.tsx';
import { mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** One article, to be read and changed. */
export function ArticlePage({ id }: { id: number }) {
  const { knowledge } = texts.value;
  const kept = useResource(`article ${id}`, (signal) => readArticle(id, signal));
  const it = kept.data.value;
  return (
    <div class="page narrow">
      <Back to="/knowledge" text={knowledge.title} />
      {kept.fault.value === undefined ? null : <FaultNote fault={kept.fault.value} retry={kept.refresh} />}
      {it === undefined ? (
        <Waiting rows={3} height={100} />
      ) : (
        <Body key={it.version} it={it} changed={(fresh) => (kept.data.value = fresh)} />
      )}
    </div>
  );
}

function Body({ it, changed }: { it: Article; changed: (fresh: Article) => void }) {
  const { knowledge, cases, shell } = texts.value;
  const words = useSignal({ title: it.title, symptom: it.symptom, cause: it.cause, solution: it.solution });
  const { fault, attempt } = useTrying();
  const change = (of: Partial<Article>) =>
    attempt(async () => {
      changed(await changeArticle(it.id, { version: it.version, ...of }));
      say(shell.saved);
    });
  const field = (name: keyof typeof words.value, label: string, lines: number) => (
    <Field
      label={label}
      lines={lines}
      value={words.value[name]}
      input={(typed) => (words.value = { ...words.value, [name]: typed })}
      maxLength={name === 'title' ? 200 : 10_000}
      required={name === 'title' || name === 'solution'}
    />
  );
  return (
    <>
      <Title text={it.title} />
      <p class="soft">
        {knowledge.state[it.state]} · {cases.category[it.category]} · {knowledge.uses(it.uses)}
        {it.rule === null ? null : (
          <>
            {' · '}
            <code>{it.rule}</code>
          </>
        )}
        {it.fromCase === null ? null : (
          <>
            {' · '}
            <Link to={`/cases/${it.fromCase}`}>{`C-${it.fromCase}`}</Link>
          </>
        )}
      </p>
      <form
        class="card form"
        onSubmit={(event) => {
          event.preventDefault();
          void change(words.value);
        }}
      >
        {field('title', knowledge.articleTitle, 1)}
        {field('symptom', knowledge.symptom, 4)}
        {field('cause', cases.cause, 4)}
        {field('solution', cases.solution, 6)}
        {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        <div class="buttons" hidden={!mayDo('cases.work')}>
          <button type="submit" class="primary">
            {shell.save}
          </button>
          {it.state === 'reviewed' ? null : (
            <button type="button" class="plain" onClick={() => void change({ state: 'reviewed' })}>
              {knowledge.review}
            </button>
          )}
          {it.state === 'retired' ? null : (
            <button type="button" class="plain" onClick={() => void change({ state: 'retired' })}>
              {knowledge.retire}
            </button>
          )}
        </div>
      </form>
    </>
  );
}
