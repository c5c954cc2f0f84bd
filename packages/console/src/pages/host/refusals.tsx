import type { Refusal } from '@watchcase/api';
import { Ago } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';

/** What of the host's messages could not be taken: rules do not see all of it. */
export function Refusals({ refused }: { refused: readonly Refusal[] }) {
  const { refusals: words } = texts.value;
  if (refused.length === 0) return null;
  return (
    <div class="caution">
      {words.title}
      <ul>
        {refused.map(({ reason, count, last }) => (
          <li key={reason}>
            {words.reasons[reason] ?? reason} ({words.times(count)}, {words.last} <Ago at={last} />)
          </li>
        ))}
      </ul>
    </div>
  );
}
