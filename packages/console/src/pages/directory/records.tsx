import type { DirectoryRecordView, RecordKind } from '@watchcase/api';
import { readRecords } from '../../api/directory.ts';
import { Back } from '../../parts/back.tsx';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { SearchField } from '../../parts/search-field.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useList } from '../../state/list.ts';
import { mayOpen } from '../../state/may-open.ts';
import { language } from '../../state/language.ts';
import { query, setQuery } from '../../state/route.ts';
import { useNamesOfKinds } from '../../state/use-names.ts';
import { texts } from '../../texts/index.ts';
import { fieldsRead } from '../../words/record-fields.ts';
import { fieldSaid, type RecordWords } from '../../words/record-said.ts';
import { scheduleText } from '../../words/schedule-text.ts';
import { recordTitle, recordWords } from './record-words.ts';

/** The records of a kind. */
export function RecordsPage({ kind }: { kind: RecordKind }) {
  const search = query.value.get('search') ?? '';
  const customer = query.value.get('customer') ?? '';
  const retired = query.value.get('retired') === 'true' ? 'true' : '';
  const list = useList(
    `${kind} ${search} ${customer} ${retired}`,
    (paging, signal) => readRecords(kind, { search, customer, retired, ...paging }, signal),
    { everyMs: 60_000 },
  );
  const items = list.data.value?.items;
  const fields = fieldsRead(kind);
  const kinds = new Set(fields.flatMap(({ names, namesMany }) => names ?? namesMany ?? []));
  const words = recordWords(useNamesOfKinds([...kinds]));
  const { directory } = texts.value;
  return (
    <div class="page">
      <Back to="/directory" text={directory.title} />
      <div class="page-top">
        <Title text={directory.kinds[kind].many} />
        <Filters retired={retired === 'true'} />
        {mayOpen('new-record') ? (
          <Link to={`/new-record/${kind}`} class="button plain">
            <Icon name="add" size={18} />
            {directory.newOne}
          </Link>
        ) : null}
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={6} height={52} />
        ) : null
      ) : items.length === 0 ? (
        <Empty icon="directory" title={search === '' ? directory.none : directory.noneMatch} />
      ) : (
        <ul class="record-list card">
          {items.map((record) => (
            <RecordRow key={record.id} record={record} words={words} />
          ))}
        </ul>
      )}
      <MoreButton list={list} />
    </div>
  );
}

function RecordRow({ record, words }: { record: DirectoryRecordView; words: RecordWords }) {
  const { directory } = texts.value;
  const { kind, id, data } = record;
  const name = recordTitle(record, words);
  // What tells records of one name apart; the name itself stands first.
  const facts =
    kind === 'backupPolicies'
      ? [scheduleText(data['schedule'] as typeof data, { ...texts.value, language: language.value })]
      : fieldsRead(kind)
          .filter(({ path, form }) => !path.startsWith('name') && form !== 'text')
          .map((field) => fieldSaid(data, field, words))
          .filter((text) => text !== '' && text !== 'true')
          .slice(0, 4);
  return (
    <li>
      <Link to={`/directory/${kind}/${encodeURIComponent(id)}`}>
        <strong>{name}</strong>
        {name === id ? <span /> : <span class="soft id">{id}</span>}
        <span class="soft facts">{facts.join(' · ')}</span>
        {record.retired ? <span class="mark">{directory.retired}</span> : null}
      </Link>
    </li>
  );
}

function Filters({ retired }: { retired: boolean }) {
  const { directory } = texts.value;
  return (
    <div class="filters">
      <SearchField name="search" label={directory.search} />
      <label class="check">
        <input
          type="checkbox"
          checked={retired}
          onChange={(event) => setQuery('retired', event.currentTarget.checked ? 'true' : '')}
        />
        {directory.withRetired}
      </label>
    </div>
  );
}
