import { type Signal, useSignal } from '@preact/signals';
import type { AdoptBackup, BackupFindings } from '@watchcase/api';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { RadioField } from '../../parts/radio-field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { useOffered } from '../directory/use-offered.ts';
import { scheduleKinds, scheduleOf, type TypedSchedule, typedSchedule } from '../../words/schedule-form.ts';

interface AdoptDialogProps {
  it: BackupFindings['items'][number];
  adopt: (how: AdoptBackup) => Promise<void>;
  cancel: () => void;
}

/** Asks into which policy a job is taken: one of its own, for which its schedule is said, or one that there is. */
export function AdoptDialog({ it, adopt, cancel }: AdoptDialogProps) {
  const { backupCare } = texts.value;
  const ownZone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
  const schedule = useSignal(typedSchedule(it.guess, ownZone));
  const isOwn = useSignal(true);
  const chosen = useSignal('');
  const like = useSignal('');
  const { busy, fault, attempt } = useTrying();
  const offered = useOffered('backupPolicies').map(({ id, name }) => ({ value: id, text: name }));
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
        <RadioField
          label={backupCare.whichPolicy}
          name="whose"
          value={isOwn.value}
          options={[
            { value: true, text: backupCare.own },
            { value: false, text: backupCare.existing },
          ]}
          choose={(own) => (isOwn.value = own)}
        />
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
