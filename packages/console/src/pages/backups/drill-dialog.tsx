import { useSignal } from '@preact/signals';
import type { BackupJobDetail } from '@watchcase/api';
import { useMemo } from 'preact/hooks';
import { recordDrill, sendEvidence } from '../../api/backups.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Field } from '../../parts/field.tsx';
import { FileField } from '../../parts/file-field.tsx';
import { RadioField } from '../../parts/radio-field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { TimeField } from '../../parts/time-field.tsx';
import { say } from '../../parts/toast.tsx';
import { newKey } from '../../state/new-key.ts';
import { serverNow } from '../../state/server-time.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { complaintAbout, type DrillComplaint, drillOf, type TypedDrill } from '../../words/drill-form.ts';
import { localInput } from '../../words/local-input.ts';

interface DrillDialogProps {
  it: Pick<BackupJobDetail, 'host' | 'job' | 'restorableAt'>;
  done: () => void;
  cancel: () => void;
}

const HOUR_MS = 3_600_000;

/** Asks how a restore went that people made, and what proves it. */
export function DrillDialog({ it, done, cancel }: DrillDialogProps) {
  const { backupJob } = texts.value;
  const typed = useSignal<TypedDrill>({
    startedAt: localInput(serverNow() - HOUR_MS),
    endedAt: localInput(serverNow()),
    outcome: 'passed',
    checks: '',
    note: '',
    gib: '',
    snapshotAt: it.restorableAt === null ? '' : localInput(Date.parse(it.restorableAt)),
  });
  const complaint = useSignal<DrillComplaint | undefined>(undefined);
  const files = useSignal<readonly File[]>([]);
  const isForCustomer = useSignal(false);
  const keyOf = useMemo(keysOfThis, []);
  const { busy, fault, attempt } = useTrying();
  const set = (name: keyof TypedDrill) => (text: string) => {
    typed.value = { ...typed.value, [name]: text };
    complaint.value = undefined;
  };
  const complaintOf = (name: DrillComplaint) => (complaint.value === name ? backupJob[name] : undefined);

  async function submit(): Promise<void> {
    const drill = drillOf(typed.value, files.value.length);
    if (typeof drill === 'string') return void (complaint.value = drill);
    if (complaintAbout(files.value) !== undefined) return;
    const place = { hostId: it.host.id, job: it.job };
    const visibility = isForCustomer.value ? 'customer' : 'internal';
    const sent: string[] = [];
    for (const file of files.value)
      sent.push((await sendEvidence(place, { file, visibility, key: keyOf(file, visibility) })).id);
    await recordDrill(place, { ...drill, files: sent }, keyOf());
    say(backupJob.recorded);
    done();
  }

  return (
    <Dialog
      title={backupJob.record}
      confirm={texts.value.shell.save}
      busy={busy.value}
      cancel={cancel}
      submit={() => void attempt(submit)}
    >
      <p class="soft">{`${it.job} · ${it.host.name}`}</p>
      <RadioField
        label={backupJob.how}
        name="outcome"
        value={typed.value.outcome}
        options={[
          { value: 'passed', text: backupJob.howPassed },
          { value: 'failed', text: backupJob.howFailed },
        ]}
        choose={set('outcome')}
      />
      <div class="pair">
        <TimeField
          label={backupJob.startedAt}
          type="datetime-local"
          value={typed.value.startedAt}
          input={set('startedAt')}
        />
        <TimeField
          label={backupJob.endedAt}
          type="datetime-local"
          value={typed.value.endedAt}
          input={set('endedAt')}
          complaint={complaintOf('endsBefore')}
        />
      </div>
      <Field
        label={backupJob.what}
        lines={3}
        value={typed.value.checks}
        input={set('checks')}
        hint={backupJob.whatHint}
        complaint={complaintOf('noEvidence')}
        maxLength={8000}
      />
      <Field label={backupJob.note} lines={3} value={typed.value.note} input={set('note')} maxLength={4000} />
      <FileField
        label={backupJob.files}
        hint={backupJob.filesHint}
        files={files.value}
        choose={(chosen) => {
          files.value = chosen;
          complaint.value = undefined;
        }}
        complaint={fileComplaint(files.value)}
      />
      {files.value.length === 0 ? null : (
        <label class="check">
          <input
            type="checkbox"
            checked={isForCustomer.value}
            onChange={(event) => (isForCustomer.value = event.currentTarget.checked)}
          />
          {backupJob.forCustomer}
        </label>
      )}
      <div class="pair">
        <Field
          label={backupJob.restoredSize}
          value={typed.value.gib}
          input={set('gib')}
          complaint={complaintOf('notNumber')}
        />
        <TimeField
          label={backupJob.snapshotAt}
          type="datetime-local"
          value={typed.value.snapshotAt}
          input={set('snapshotAt')}
          required={false}
        />
      </div>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}

function fileComplaint(files: readonly File[]): string | undefined {
  const { backupJob } = texts.value;
  const found = complaintAbout(files);
  if (found === undefined) return undefined;
  return found.about === 'tooMany' ? backupJob.tooMany : backupJob[found.about](found.name);
}

/** Names of what this form sends, each file's its own: tried once more after a line was lost, nothing is there twice. */
function keysOfThis(): (file?: File, visibility?: string) => string {
  const own = newKey();
  const ofFiles = new Map<File, string>();
  return (file, visibility = '') => {
    if (file === undefined) return own;
    const known = ofFiles.get(file) ?? newKey();
    ofFiles.set(file, known);
    return `${known}-${visibility}`;
  };
}
