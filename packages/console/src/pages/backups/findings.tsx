import { useSignal } from '@preact/signals';
import type { BackupFindings } from '@watchcase/api';
import { readBackupFindings } from '../../api/backups.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { PlaceFilters } from '../../parts/place-filters.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { useList } from '../../state/list.ts';
import { query } from '../../state/route.ts';
import { texts } from '../../texts/index.ts';
import { type Settled, UnjudgedJob } from './unjudged-job.tsx';

type Policies = BackupFindings['policies'];

/** Jobs that no policy judges, and policies that no job fits. */
export function FindingsView() {
  const { backupCare } = texts.value;
  const customer = query.value.get('customer') ?? '';
  const rest = useSignal<{ total: number; policies: Policies } | undefined>(undefined);
  const list = useList(
    `backup findings ${customer}`,
    async (paging, signal) => {
      const { items, next, ...more } = await readBackupFindings({ customer, ...paging }, signal);
      rest.value = more;
      return { items, next };
    },
    { everyMs: 60_000 },
  );
  // What was settled here is told as settled, though the collector may need a moment to judge it.
  const settled = useSignal<readonly Settled[]>([]);
  const items = list.data.value?.items.filter(
    (it) => !settled.value.some(({ hostId, job }) => hostId === it.host.id && job === it.job),
  );
  const policies = (rest.value?.policies ?? []).filter(
    ({ id }) => !settled.value.some(({ policy }) => policy === id),
  );
  const hidden = (list.data.value?.items.length ?? 0) - (items?.length ?? 0);
  function adopted(it: Settled): void {
    settled.value = [...settled.value, it];
    list.refresh();
  }
  return (
    <>
      <div class="section-top">
        <p class="lead">{backupCare.findingsLead}</p>
        <PlaceFilters />
      </div>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? (
        list.fault.value === undefined ? (
          <Waiting rows={4} height={72} />
        ) : null
      ) : items.length === 0 && policies.length === 0 ? (
        <p class="good-line">
          <Icon name="check" size={18} />
          {backupCare.allSettled}
        </p>
      ) : null}
      {items === undefined || items.length === 0 ? null : (
        <section>
          <h2>
            {backupCare.jobs} <span class="figures tally">{(rest.value?.total ?? 0) - hidden}</span>
          </h2>
          <ul class="rows">
            {items.map((it) => (
              <UnjudgedJob key={`${it.host.id} ${it.job}`} it={it} adopted={adopted} />
            ))}
          </ul>
          <MoreButton list={list} />
        </section>
      )}
      {policies.length === 0 ? null : <IdlePolicies policies={policies} />}
    </>
  );
}

function IdlePolicies({ policies }: { policies: Policies }) {
  const { backupCare } = texts.value;
  return (
    <section>
      <h2>
        {backupCare.policies} <span class="figures tally">{policies.length}</span>
      </h2>
      <ul class="rows">
        {policies.map(({ id, title, why }) => (
          <li key={id} class="card finding">
            <Link to={`/directory/backupPolicies/${encodeURIComponent(id)}`}>{title}</Link>
            <p class="soft">{backupCare.why[why]}</p>
          </li>
        ))}
      </ul>
    </section>
  );
}
