import type { CaseDetail } from '@watchcase/api';
import { articleOfCase } from '../../api/articles.ts';
import { language } from '../../state/language.ts';
import { FaultNote } from '../../parts/states.tsx';
import { go } from '../../state/route.ts';
import { mayDo } from '../../state/session.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';

/** Makes an article of what solved a case, right where it was solved; nothing where nothing was. */
export function KeepSolution({ it }: { it: CaseDetail }) {
  const { cases } = texts.value;
  const { fault, attempt } = useTrying();
  const isSolved = it.timeline.some(({ kind, data }) => kind === 'resolved' && data['solution'] !== '');
  if (!isSolved || !mayDo('cases.work')) return null;
  return (
    <section class="keep-solution">
      <button
        type="button"
        class="plain"
        onClick={() =>
          void attempt(() => articleOfCase(it.id, language.value).then(({ id }) => go(`/knowledge/${id}`)))
        }
      >
        {cases.makeArticle}
      </button>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </section>
  );
}
