import type { RecordKind } from '@watchcase/api';
import { useId } from 'preact/hooks';
import { texts } from '../../texts/index.ts';
import { useOffered } from './use-offered.ts';

interface RecordChoiceProps {
  label: string;
  kind: RecordKind;
  value: string;
  choose: (id: string) => void;
}

/** One of the records of a kind, or none. */
export function RecordChoice({ label, kind, value, choose }: RecordChoiceProps) {
  const id = useId();
  const offered = useOffered(kind);
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
            {one.name} ({one.id})
          </option>
        ))}
      </select>
    </div>
  );
}
