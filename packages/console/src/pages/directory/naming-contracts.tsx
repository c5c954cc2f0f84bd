import type { DirectoryRecordView } from '@watchcase/api';
import { readRecords } from '../../api/directory.ts';
import { Link } from '../../parts/link.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { useNames } from '../../state/use-names.ts';
import { useResource } from '../../state/use-resource.ts';
import { language } from '../../state/language.ts';
import { texts } from '../../texts/index.ts';
import { recordName } from '../../words/record-fields.ts';

/** As many are read at once; where there are more, a click leads to all of them. */
const MOST = 100;

/** Contracts in use that name a backup policy, each with its customer. */
export function NamingContracts({ policy }: { policy: string }) {
  const found = useResource(
    `contracts of ${policy}`,
    (signal) => readRecords('contracts', { search: policy, limit: MOST }, signal),
    { everyMs: 60_000 },
  );
  const items = (found.data.value?.items ?? []).filter(({ data }) => data['backup'] === policy);
  const customers = new Set(items.map(({ data }) => String(data['customer'])));
  const named = useNames([...customers].map((id) => ({ kind: 'customers', id })));
  const { backupPolicy } = texts.value;
  if (found.fault.value !== undefined) return <FaultNote fault={found.fault.value} retry={found.refresh} />;
  if (found.data.value === undefined) return null;
  return (
    <dl class="card record-facts">
      <div>
        <dt>{backupPolicy.contracts}</dt>
        <dd>
          {items.length === 0 ? backupPolicy.noContract : null}
          {items.map((it) => (
            <Contract key={it.id} it={it} customer={named('customers', String(it.data['customer']))} />
          ))}
          {found.data.value.next === null ? null : (
            <Link to={`/directory/contracts?search=${encodeURIComponent(policy)}`}>
              {backupPolicy.moreContracts}
            </Link>
          )}
        </dd>
      </div>
    </dl>
  );
}

function Contract({ it, customer }: { it: DirectoryRecordView; customer: string }) {
  return (
    <span class="naming-contract">
      <Link to={`/directory/contracts/${encodeURIComponent(it.id)}`}>{recordName(it, language.value)}</Link>
      <span class="soft"> · {customer}</span>
    </span>
  );
}
