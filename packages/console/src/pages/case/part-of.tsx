import type { CaseDetail } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { texts } from '../../texts/index.ts';

/** Where a case that has become part of another one goes on; nothing of any other. */
export function PartOf({ it }: { it: CaseDetail }) {
  const moved = it.timeline.findLast(({ kind }) => kind === 'merged' || kind === 'reopened');
  const into = moved?.data['into'];
  if (it.state !== 'closed' || typeof into !== 'number') return null;
  return (
    <p class="caution">
      <Link to={`/cases/${into}`}>{texts.value.caseWork.partOf(`C-${into}`)}</Link>
    </p>
  );
}
