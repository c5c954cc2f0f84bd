import { useSignal } from '@preact/signals';
import type { PolicyPreview } from '@watchcase/api';
import { readPreview } from '../../api/directory.ts';
import { Choices } from '../../parts/choices.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { serverNow } from '../../state/server-time.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { localInput } from '../../words/local-input.ts';
import { RecordChoice } from './record-choice.tsx';
import { durationSaid } from '../../words/span.ts';

/** If it broke then, what is due when: asked of the policy as it is now. */
export function PolicyPreviewCard({ id, version }: { id: string; version: number }) {
  const { cases, directory } = texts.value;
  const at = useSignal(localInput(serverNow()));
  const calendar = useSignal('');
  const scope = useSignal<'covered' | 'outside'>('covered');
  return (
    <section class="card policy-preview">
      <h2>{directory.preview}</h2>
      <div class="preview-question">
        <div class="field">
          <label for="preview-at">{directory.previewAt}</label>
          <input
            id="preview-at"
            type="datetime-local"
            value={at.value}
            onInput={(event) => (at.value = event.currentTarget.value)}
          />
        </div>
        <RecordChoice
          label={directory.previewCalendar}
          kind="calendars"
          value={calendar.value}
          choose={(chosen) => (calendar.value = chosen)}
        />
        <Choices
          label={directory.kinds.contracts.one}
          value={scope.value}
          options={[
            { value: 'covered', text: cases.covered },
            { value: 'outside', text: cases.outside },
          ]}
          choose={(value) => (scope.value = value)}
        />
      </div>
      {at.value === '' ? null : (
        <Promises id={id} version={version} at={at.value} calendar={calendar.value} scope={scope.value} />
      )}
    </section>
  );
}

interface PromisesProps {
  id: string;
  version: number;
  at: string;
  calendar: string;
  scope: string;
}

function Promises({ id, version, at, calendar, scope }: PromisesProps) {
  const { directory } = texts.value;
  const moment = new Date(at).toISOString();
  const kept = useResource(
    `preview ${id} ${version} ${moment} ${calendar} ${scope}`,
    (signal) => readPreview(id, { at: moment, calendar, scope }, signal),
    {},
  );
  const answer = kept.data.value;
  if (kept.fault.value !== undefined) return <FaultNote fault={kept.fault.value} retry={kept.refresh} />;
  if (answer === undefined) return <Waiting rows={3} height={40} />;
  if (answer.promises.length === 0) return <p class="soft">{directory.previewNothing}</p>;
  return (
    <div class="table-card">
      <table class="folding">
        <thead>
          <tr>
            {directory.previewHead.map((name) => (
              <th key={name}>{name}</th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.promises.map((promise) => (
            <PromiseRow key={`${promise.severity} ${promise.category} ${promise.target}`} promise={promise} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function PromiseRow({ promise }: { promise: PolicyPreview['promises'][number] }) {
  const { cases, directory, shell } = texts.value;
  const [, targetName, dueName, promiseName] = directory.previewHead;
  const { severity, category, target, calendar, due, isOutsideHours, isProvisional } = promise;
  return (
    <tr>
      <th scope="row">
        {cases.severity[severity]}
        {category === null ? '' : ` · ${cases.category[category]}`}
      </th>
      <td data-name={targetName}>{cases.target[target]}</td>
      <td data-name={dueName}>
        <Moment at={due} />{' '}
        {isProvisional ? (
          <span class="mark" title={cases.explained.provisionalHint}>
            {cases.explained.provisional}
          </span>
        ) : null}
      </td>
      <td data-name={promiseName}>
        {durationSaid(promise.promise, shell.unit, shell.workingDays)}{' '}
        <span class="soft">({cases.explained.calendar(calendar)})</span>{' '}
        {isOutsideHours ? <span class="mark">{cases.explained.outsideHours}</span> : null}
      </td>
    </tr>
  );
}
