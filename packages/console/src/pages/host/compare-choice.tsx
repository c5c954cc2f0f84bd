import { readHosts } from '../../api/client.ts';
import { setQueries } from '../../state/route.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';

/** Most hosts that are offered: a longer list is looked through by nobody. */
const OFFERED = 500;

/** Which other host's lines stand beside this one's. */
export function CompareChoice({ hostId, other }: { hostId: string; other: string }) {
  const { hosts } = texts.value;
  const list = useResource('hosts to compare', (signal) => readHosts({ limit: OFFERED }, signal));
  const offered = (list.data.value?.items ?? []).filter(({ id }) => id !== hostId);
  if (offered.length === 0 && other === '') return null;
  return (
    <select
      aria-label={hosts.compare}
      value={other}
      onChange={(event) => setQueries({ with: event.currentTarget.value }, true)}
    >
      <option value="">{hosts.compare}</option>
      {offered.some(({ id }) => id === other) || other === '' ? null : <option value={other}>{other}</option>}
      {offered.map(({ id, name, customer }) => (
        <option key={id} value={id}>
          {`${customer.name}: ${name}`}
        </option>
      ))}
    </select>
  );
}
