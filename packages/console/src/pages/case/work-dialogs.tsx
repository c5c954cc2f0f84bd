import { useSignal } from '@preact/signals';
import { type HoldReason, holdReasons, type Severity, severities } from '@watchcase/api';
import { readPeople } from '../../api/client.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import type { ActDialogProps } from './act-dialogs.tsx';

/** Asks whom the case waits for, and until when. */
export function HoldDialog({ busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  const reason = useSignal<HoldReason>('customer');
  const until = useSignal('');
  const text = useSignal('');
  return (
    <Dialog
      title={cases.holdTitle}
      confirm={cases.hold}
      busy={busy}
      cancel={cancel}
      submit={() =>
        void run({
          act: 'hold',
          reason: reason.value,
          until: until.value === '' ? null : new Date(until.value).toISOString(),
          text: text.value.trim(),
        })
      }
    >
      <ChoiceField
        label={cases.holdFor}
        value={reason.value}
        options={holdReasons.map((value) => ({ value, text: cases.holdReason[value] }))}
        choose={(value) => (reason.value = value)}
      />
      <div class="field">
        <label for="hold-until">{cases.holdUntil}</label>
        <input
          id="hold-until"
          type="datetime-local"
          value={until.value}
          onInput={(event) => (until.value = event.currentTarget.value)}
        />
      </div>
      <Field label={cases.why} lines={3} value={text.value} input={(typed) => (text.value = typed)} />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

/** Asks how bad it is. */
export function SeverityDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  const severity = useSignal<Severity>(it.severity);
  const text = useSignal('');
  return (
    <Dialog
      title={cases.changeSeverityTitle}
      confirm={cases.changeSeverity}
      busy={busy}
      cancel={cancel}
      submit={() => void run({ act: 'severity', severity: severity.value, text: text.value.trim() })}
    >
      <ChoiceField
        label={cases.severityFilter}
        value={severity.value}
        options={severities.toReversed().map((value) => ({ value, text: cases.severity[value] }))}
        choose={(value) => (severity.value = value)}
      />
      <Field label={cases.why} lines={3} value={text.value} input={(typed) => (text.value = typed)} />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}

/** Asks whose the case is to be: one of duty, or a team by its name. */
export function AssignDialog({ it, busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  const people = useResource('people', readPeople);
  const person = useSignal(it.assignee ?? '');
  const team = useSignal(it.team ?? '');
  const problem = fault ?? people.fault.value;
  const names = (people.data.value?.items ?? []).map(({ name }) => name);
  return (
    <Dialog
      title={cases.assignTitle}
      confirm={cases.assign}
      busy={busy}
      cancel={cancel}
      submit={() =>
        void run({ act: 'assign', person: person.value || null, team: team.value.trim() || null })
      }
    >
      <ChoiceField
        label={cases.assignPerson}
        value={person.value}
        options={[{ value: '', text: cases.nobody }, ...names.map((name) => ({ value: name, text: name }))]}
        choose={(value) => {
          person.value = value;
          if (value !== '') team.value = '';
        }}
      />
      <Field
        label={cases.assignTeam}
        value={team.value}
        input={(typed) => {
          team.value = typed;
          if (typed !== '') person.value = '';
        }}
        maxLength={100}
      />
      {problem === undefined ? null : <FaultNote fault={problem} />}
    </Dialog>
  );
}

/** Asks what was done: labour, travel, one part. */
export function WorkDialog({ busy, fault, run, cancel }: ActDialogProps) {
  const { cases } = texts.value;
  const it = useSignal({ text: '', labour: '', travel: '', km: '', part: '', count: '1', price: '' });
  const set = (name: keyof typeof it.value) => (typed: string) => {
    it.value = { ...it.value, [name]: typed };
  };
  const { text, labour, travel, km, part, count, price } = it.value;
  const number = (typed: string) => Number(typed) || 0;
  const parts =
    part.trim() === '' ? [] : [{ name: part.trim(), count: number(count) || 1, unitPrice: number(price) }];
  return (
    <Dialog
      title={cases.logWorkTitle}
      confirm={cases.logWork}
      busy={busy}
      cancel={cancel}
      submit={() =>
        void run({
          act: 'work',
          text: text.trim(),
          labourMinutes: Math.round(number(labour)),
          travelMinutes: Math.round(number(travel)),
          travelKm: number(km),
          parts,
        })
      }
    >
      <div class="pair">
        <Field label={cases.labour} value={labour} input={set('labour')} pattern="\d*" autoFocus />
        <Field label={cases.travel} value={travel} input={set('travel')} pattern="\d*" />
      </div>
      <Field label={cases.kilometres} value={km} input={set('km')} pattern="[\d.]*" />
      <Field label={cases.part} value={part} input={set('part')} maxLength={200} />
      <div class="pair">
        <Field label={cases.partCount} value={count} input={set('count')} pattern="\d*" />
        <Field label={cases.partPrice} value={price} input={set('price')} pattern="[\d.]*" />
      </div>
      <Field label={cases.say} lines={3} value={text} input={set('text')} maxLength={1000} />
      {fault === undefined ? null : <FaultNote fault={fault} />}
    </Dialog>
  );
}
