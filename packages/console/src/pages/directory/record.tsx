import { useSignal } from '@preact/signals';
import type { DirectoryRecordDetail, RecordKind } from '@watchcase/api';
import { readDirectory, readRecord, retireRecord } from '../../api/directory.ts';
import { Back } from '../../parts/back.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Link } from '../../parts/link.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { mayDoToAll } from '../../state/session.ts';
import { useNames } from '../../state/use-names.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { labelled, texts } from '../../texts/index.ts';
import { fieldsRead, valueAt } from '../../words/record-fields.ts';
import { fieldSaid, namedIn, type RecordWords } from '../../words/record-said.ts';
import { BackupPolicyFacts } from './backup-policy-facts.tsx';
import { CalendarFacts } from './calendar-facts.tsx';
import { CoverageNotes } from './coverage-note.tsx';
import { PlaybookFacts } from './playbook-facts.tsx';
import { PolicyFacts } from './policy-facts.tsx';
import { PolicyPreviewCard } from './policy-preview.tsx';
import { RecordForm } from './record-form.tsx';
import { RotaFacts } from './rota-facts.tsx';
import { recordTitle, recordWords } from './record-words.ts';
import { Versions } from './versions.tsx';

/** One record: what it says, changing it, what it was before. */
export function RecordPage({ kind, id }: { kind: RecordKind; id: string }) {
  const resource = useResource(`${kind}/${id}`, (signal) => readRecord(kind, id, signal), {
    everyMs: 60_000,
  });
  const { directory } = texts.value;
  const record = resource.data.value;
  const fault = resource.fault.value;
  return (
    <div class="page">
      <Back to={`/directory/${kind}`} text={directory.kinds[kind].many} />
      {fault === undefined ? null : <FaultNote fault={fault} retry={resource.refresh} />}
      {record === undefined ? (
        fault === undefined ? (
          <Waiting rows={3} height={120} />
        ) : null
      ) : (
        <Record record={record} changed={resource.refresh} />
      )}
    </div>
  );
}

function Record({ record, changed }: { record: DirectoryRecordDetail; changed: () => void }) {
  const { directory } = texts.value;
  // What was read when the change began: a newer version that arrives meanwhile must not be overwritten unseen.
  const edited = useSignal<DirectoryRecordDetail | undefined>(undefined);
  const words = recordWords(useNames(namedIn(record.data, fieldsRead(record.kind), record.kind)));
  const title = recordTitle(record, words);
  function done(): void {
    edited.value = undefined;
    changed();
  }
  return (
    <>
      <div class="page-top">
        <Title text={title} />
        {record.retired ? <span class="mark">{directory.retired}</span> : null}
        {record.door === 'shipped' ? <span class="mark">{directory.shipped}</span> : null}
        {edited.value === undefined && mayDoToAll('desk.change') ? (
          <div class="buttons-left">
            <button type="button" class="plain" onClick={() => (edited.value = record)}>
              {directory.edit}
            </button>
            {record.kind === 'hosts' ? null : <Retire record={record} title={title} changed={changed} />}
          </div>
        ) : null}
      </div>
      {record.kind === 'calendars' ? <CoverageOf id={record.id} /> : null}
      {edited.value === undefined ? (
        <Facts record={record} words={words} />
      ) : (
        <RecordForm
          kind={record.kind}
          record={edited.value}
          saved={done}
          cancel={() => (edited.value = undefined)}
        />
      )}
      {record.kind === 'policies' ? <PolicyPreviewCard id={record.id} version={record.version} /> : null}
      <Versions record={record} />
    </>
  );
}

function CoverageOf({ id }: { id: string }) {
  const summary = useResource('directory', readDirectory, { everyMs: 60_000 });
  const findings = summary.data.value?.findings ?? [];
  return <CoverageNotes findings={findings.filter(({ calendar }) => calendar === id)} isOwn />;
}

/** What a record says, as what it is; as the text that is applied in a fold. */
function Facts({ record, words }: RecordProps) {
  const { records } = texts.value;
  const { kind, id, version, data, yaml } = record;
  return (
    <>
      {kind === 'playbooks' ? <PlaybookFacts record={record} /> : <Fields record={record} words={words} />}
      {kind === 'calendars' ? <CalendarFacts id={id} version={version} /> : null}
      {kind === 'policies' ? <PolicyFacts data={data} words={words} /> : null}
      {kind === 'backupPolicies' ? <BackupPolicyFacts record={record} words={words} /> : null}
      {kind === 'rotas' ? <RotaFacts data={data} words={words} /> : null}
      <details class="card as-yaml">
        <summary>{records.asYaml}</summary>
        <p class="soft">{records.asYamlText}</p>
        <pre>{yaml}</pre>
      </details>
    </>
  );
}

interface RecordProps {
  record: DirectoryRecordDetail;
  words: RecordWords;
}

function Fields({ record: { kind, id, data }, words }: RecordProps) {
  const { directory } = texts.value;
  const shown = fieldsRead(kind)
    .map((field) => ({ field, text: fieldSaid(data, field, words) }))
    .filter(({ text }) => text !== '');
  return (
    <dl class="card record-facts">
      <div>
        <dt>{directory.fields['id']}</dt>
        <dd>{id}</dd>
      </div>
      {shown.map(({ field, text }) => (
        <div key={field.path}>
          <dt>{directory.fields[field.path]}</dt>
          <dd>
            {field.names === undefined ? (
              field.form === 'flag' ? (
                directory.yes
              ) : (
                text
              )
            ) : (
              <Link to={`/directory/${field.names}/${encodeURIComponent(String(valueAt(data, field.path)))}`}>
                {text}
              </Link>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface RetireProps {
  record: DirectoryRecordDetail;
  title: string;
  changed: () => void;
}

function Retire({ record, title, changed }: RetireProps) {
  const { directory } = texts.value;
  const asked = useSignal(false);
  const { busy, fault, attempt, forget } = useTrying();
  async function run(): Promise<void> {
    await retireRecord(record.kind, record.id, act);
    asked.value = false;
    changed();
  }
  const act = record.retired ? 'restore' : 'retire';
  return (
    <>
      <button type="button" class="plain" onClick={() => (asked.value = true)}>
        {directory[act]}
      </button>
      {asked.value ? (
        <Dialog
          title={labelled(directory[act], title)}
          confirm={directory[act]}
          busy={busy.value}
          danger={act === 'retire'}
          cancel={() => {
            asked.value = false;
            forget();
          }}
          submit={() => void attempt(run)}
        >
          {act === 'retire' ? <p>{directory.retireText}</p> : null}
          {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
        </Dialog>
      ) : null}
    </>
  );
}
