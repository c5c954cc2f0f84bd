import type { CaseDetail, Like } from '@watchcase/api';
import { useArticle } from '../../api/articles.ts';
import { readLikes } from '../../api/client.ts';
import { Link } from '../../parts/link.tsx';
import { say } from '../../parts/toast.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { labelled, listed, texts } from '../../texts/index.ts';
import { joinedWords } from '../../words/joined-words.ts';

/** What solved it last time, and why it is thought to be the same; nothing where nothing is known. */
export function Likes({ it }: { it: CaseDetail }) {
  const { cases } = texts.value;
  const likes = useResource(`likes ${it.id} ${it.title}`, (signal) => readLikes(it.id, signal));
  const [best, ...others] = likes.data.value ?? [];
  if (best === undefined) return null;
  return (
    <section class="card likes">
      <h2>{cases.solvedBefore}</h2>
      <One like={best} caseId={it.id} />
      {others.length === 0 ? null : (
        <details>
          <summary>{cases.moreLikes(others.length)}</summary>
          {others.map((like) => (
            <One key={`${like.kind} ${like.id}`} like={like} caseId={it.id} />
          ))}
        </details>
      )}
    </section>
  );
}

/** Titles are compared in both languages: English readers are not shown the Chinese words. */
function readWords(words: readonly string[]): readonly string[] {
  const own = words.filter((word) => language.value === 'zh-CN' || !/\p{Script=Han}/u.test(word));
  return own.length === 0 ? words : own;
}

function One({ like, caseId }: { like: Like; caseId: number }) {
  const { cases } = texts.value;
  const title = like.titles[language.value];
  const address = like.kind === 'case' ? `/cases/${like.id}` : `/knowledge/${like.id}`;
  const why = like.why.map((reason) =>
    reason === 'words'
      ? cases.likeness.words(listed(joinedWords(readWords(like.words))))
      : cases.likeness[reason],
  );
  return (
    <article class="like">
      <p class="solution">{like.solution}</p>
      <p class="at">
        <Link to={address}>{like.kind === 'case' ? `C-${like.id} ${title}` : title}</Link>
      </p>
      <p class="at">{labelled(cases.because, listed(why))}</p>
      {like.kind === 'article' ? (
        <button
          type="button"
          class="plain"
          onClick={() =>
            void useArticle(like.id, caseId).then(
              () => say(cases.helpedNoted),
              () => undefined,
            )
          }
        >
          {cases.helped}
        </button>
      ) : null}
    </article>
  );
}
