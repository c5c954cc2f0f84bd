import type { AuditLine } from '@watchcase/api';
import { readAudit } from '../../api/directory.ts';
import { Back } from '../../parts/back.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { language } from '../../state/language.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { recordName } from '../../words/record-fields.ts';

/** Who changed what, the newest first. */
export function AuditPage() {
  const subject = query.value.get('subject') ?? '';
  const list = useList(`audit ${subject}`, (paging, signal) => readAudit({ subject, ...paging }, signal), {
    everyMs: 60_000,
  });
  const { directory } = texts.value;
  const items = list.data.value?.items;
  return (
    <div class="page">
      <Back to="/directory" text={directory.title} />
      <Title text={directory.audit} />
      <p class="soft">{directory.auditAbout}</p>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={6} height={52} /> : null}
      {items?.length === 0 ? <Empty icon="clock" title={directory.auditNone} /> : null}
      {items === undefined || items.length === 0 ? null : (
        <ul class="record-list card">
          {items.map((line) => (
            <Line key={line.id} line={line} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
    </div>
  );
}

/** What it was called: by the change itself, else by whose it was. */
function nameOf({ before, after, owner }: AuditLine): string {
  const data = (after ?? before ?? {}) as Record<string, unknown>;
  const own = recordName({ id: '', data }, language.value);
  return [own, owner ?? ''].filter((name, at, all) => name !== '' && all.indexOf(name) === at).join(' · ');
}

function Line({ line }: { line: AuditLine }) {
  const { directory } = texts.value;
  const { time, actor, door, subject, act, before, after } = line;
  const name = nameOf(line);
  return (
    <li>
      <details>
        <summary>
          {name === '' ? null : <strong>{name}</strong>} <Subject of={subject} /> {directory.acts[act] ?? act}{' '}
          <span class="soft">
            <Moment at={time} /> · {actor} ({directory.doors[door] ?? door})
          </span>
        </summary>
        <pre>{JSON.stringify({ before, after }, null, 2)}</pre>
      </details>
    </li>
  );
}

/** `customers/hongda`: of which kind, in words, and which. */
function Subject({ of }: { of: string }) {
  const { directory } = texts.value;
  const [kind = '', ...id] = of.split('/');
  const known: Readonly<Record<string, { one: string }>> = directory.kinds;
  const word = known[kind]?.one ?? directory.subjects[kind];
  if (word === undefined) return <code>{of}</code>;
  return (
    <>
      {word} <code>{id.join('/')}</code>
    </>
  );
}
