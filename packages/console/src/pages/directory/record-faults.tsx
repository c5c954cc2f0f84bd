import type { Fault } from '../../api/fault.ts';
import { FaultNote } from '../../parts/states.tsx';
import { faultText, texts } from '../../texts/index.ts';

/** Everything that is wrong with a record: the field, or the line of its text, and what was expected there. */
export function RecordFaults({ fault }: { fault: Fault }) {
  const { directory } = texts.value;
  const { faults } = fault;
  if (faults === undefined || faults.length === 0) return <FaultNote fault={fault} />;
  const placeText = (place: string) => {
    const [, line, column] = /^yaml:(\d+):(\d+)$/.exec(place) ?? [];
    if (line !== undefined) return `${directory.at} ${line}:${column}`;
    return directory.fields[place.replace(/\.\d+$/, '')] ?? place;
  };
  return (
    <ul class="record-faults" role="alert">
      {faults.map(({ code, place, message, fix }) => (
        <li key={`${place} ${message}`}>
          <strong>{placeText(place)}</strong>
          <span>{faultText({ code, title: message, detail: '' })}</span>
          <small class="soft">{[message, fix].filter((text) => text !== undefined).join(' - ')}</small>
        </li>
      ))}
    </ul>
  );
}
