import { readCases } from '../../api/client.ts';
import { MoreButton } from '../../parts/more-button.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { useList } from '../../state/list.ts';
import { texts } from '../../texts/index.ts';
import { CaseRow } from '../cases/case-row.tsx';

const SHOWN = 5;

/** The host's cases, newest first: past faults are the first hint at a new one. */
export function HostCases({ hostId }: { hostId: string }) {
  const { hosts } = texts.value;
  const list = useList(
    hostId,
    ({ limit, cursor }, signal) =>
      readCases(
        { view: 'all', host: hostId, limit: cursor === null && limit === 50 ? SHOWN : limit, cursor },
        signal,
      ),
    { touchedBy: (change) => change.cases.length > 0, restMs: 2000 },
  );
  const items = list.data.value?.items;
  return (
    <section>
      <h2>{hosts.sections.cases}</h2>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined ? <Waiting rows={1} height={72} /> : null}
      {items?.length === 0 ? <p class="soft">{hosts.noCases}</p> : null}
      <ul class="case-list">
        {items?.map((it) => (
          <CaseRow key={it.id} it={it} />
        ))}
      </ul>
      <MoreButton list={list} />
    </section>
  );
}
