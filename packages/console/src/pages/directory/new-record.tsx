import type { RecordKind } from '@watchcase/api';
import { Back } from '../../parts/back.tsx';
import { Title } from '../../parts/title.tsx';
import { go } from '../../state/route.ts';
import { labelled, texts } from '../../texts/index.ts';
import { RecordForm } from './record-form.tsx';

/** Makes a record of a kind. */
export function NewRecordPage({ kind }: { kind: RecordKind }) {
  const { directory } = texts.value;
  const back = `/directory/${kind}`;
  return (
    <div class="page">
      <Back to={back} text={directory.kinds[kind].many} />
      <Title text={labelled(directory.newOne, directory.kinds[kind].one)} />
      <RecordForm
        kind={kind}
        record={undefined}
        saved={({ id }) => go(`${back}/${encodeURIComponent(id)}`)}
        cancel={() => go(back)}
      />
    </div>
  );
}
