import type { RecordKind } from '@watchcase/api';
import { useId } from 'preact/hooks';
import { readRecords } from '../../api/directory.ts';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { recordName } from '../../words/record-fields.ts';

interface RecordChoiceProps {
  label: string;
  kind: RecordKind;
  value: string;
  choose: (id: string) => void;
}

const MOST_OFFERED = 500;

/** One of the records of a kind, or none. */
export function RecordChoice({ label, kind, value, choose }: RecordChoiceProps) {
  const id = useId();
  const list = useResource(
    `choice ${kind}`,
    (signal) => readRecords(kind, { limit: MOST_OFFERED }, signal),
    {},
  );
  const offered = list.data.value?.items ?? [];
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{texts.value.directory.nothing}</option>
        {value !== '' && !offered.some((one) => one.id === value) ? (
          <option value={value}>{value}</option>
        ) : null}
        {offered.map((one) => (
          <option key={one.id} value={one.id}>
            {recordName(one, language.value)} ({one.id})
          </option>
        ))}
      </select>
    </div>
  );
}
