import { type Signal, useSignal } from '@preact/signals';
import type { AdoptBackup, BackupFindings } from '@watchcase/api';
import { readRecords } from '../../api/directory.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { recordName } from '../../words/record-fields.ts';
import { scheduleKinds, scheduleOf, type TypedSchedule, typedSchedule } from '../../words/schedule-form.ts';

interface AdoptDialogProps {
  it: BackupFindings['items'][number];
  adopt: (how: AdoptBackup) => Promise<void>;
  cancel: () => void;
}

const MOST_POLICIES = 500;

/** Asks into which policy a job is taken: one of its own, for which its schedule is said, or one that there is. */
export function AdoptDialog({ it, adopt, cancel }: AdoptDialogProps) {
  const { backupCare } = texts.value;
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const schedule = useSignal(typedSchedule(it.guess, ownZone));
  const isOwn = useSignal(true);
  const chosen = useSignal('');
  const like = useSignal('');
  const { busy, fault, attempt } = useTrying();
  const policies = useResource('backup policies', (signal) =>
    readRecords('backupPolicies', { limit: MOST_POLICIES }, signal),
  );
  const offered = (policies.data.value?.items ?? []).map((one) => ({
    value: one.id,
    text: recordName(one, language.value),
  }));
  const policy = chosen.value === '' ? (offered[0]?.value ?? '') : chosen.value;
  const how = (): AdoptBackup =>
    isOwn.value
      ? { schedule: scheduleOf(schedule.value), ...(like.value === '' ? {} : { like: like.value }) }
      : { policy };
  return (
    <Dialog
      title={backupCare.adopt}
      confirm={backupCare.adopt}
      busy={busy.value}
      cancel={cancel}
      submit={() => void attempt(() => adopt(how()))}
    >
      <p class="soft">{`${it.job} · ${it.host.name}`}</p>
      {offered.length === 0 ? null : (
        <fieldset class="ask">
          <legend>{backupCare.whichPolicy}</legend>
          {[true, false].map((own) => (
            <label key={String(own)}>
              <input
                type="radio"
                name="whose"
                checked={isOwn.value === own}
                onChange={() => (isOwn.value = own)}
              />
              <span>{own ? backupCare.own : backupCare.existing}</span>
            </label>
          ))}
        </fieldset>
      )}
      {isOwn.value ? (
        <>
          <ScheduleFields schedule={schedule} />
          {offered.length === 0 ? null : (
            <ChoiceField
              label={backupCare.like}
              value={like.value}
              options={[{ value: '', text: backupCare.likeNone }, ...offered]}
              choose={(value) => (like.value = value)}
            />
          )}
        </>
      ) : (
        <ChoiceField
          label={backupCare.existing}
          value={policy}
          options={offered}
          choose={(value) => (chosen.value = value)}
        />
      )}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}

function ScheduleFields({ schedule }: { schedule: Signal<TypedSchedule> }) {
  const { backupCare } = texts.value;
  const { kind, expression, zone } = schedule.value;
  const set = (change: Partial<TypedSchedule>) => (schedule.value = { ...schedule.value, ...change });
  return (
    <>
      <ChoiceField
        label={backupCare.scheduleKind}
        value={kind}
        options={scheduleKinds.map((value) => ({ value, text: backupCare.kinds[value] }))}
        choose={(value) => set({ kind: value, expression: '' })}
      />
      <Field
        label={backupCare.schedule}
        hint={backupCare.expression[kind]}
        value={expression}
        input={(text) => set({ expression: text })}
        required
        maxLength={200}
      />
      {kind === 'every' ? null : (
        <Field
          label={backupCare.zone}
          value={zone}
          input={(text) => set({ zone: text })}
          required
          maxLength={60}
        />
      )}
    </>
  );
}
