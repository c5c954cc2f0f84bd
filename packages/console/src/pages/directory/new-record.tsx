import type { RecordKind } from '@watchcase/api';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { Title } from '../../parts/title.tsx';
import { go } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { RecordForm } from './record-form.tsx';

/** Makes a record of a kind. */
export function NewRecordPage({ kind }: { kind: RecordKind }) {
  const { directory } = texts.value;
  const back = `/directory/${kind}`;
  return (
    <div class="page">
      <Link to={back} class="back">
        <Icon name="back" size={18} />
        {directory.kinds[kind].many}
      </Link>
      <Title text={`${directory.newOne}: ${directory.kinds[kind].one}`} />
      <RecordForm
        kind={kind}
        record={undefined}
        saved={({ id }) => go(`${back}/${encodeURIComponent(id)}`)}
        cancel={() => go(back)}
      />
    </div>
  );
}
