import type { Enrolment } from '@watchcase/api';
import { revokeEnrolment } from '../../api/client.ts';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { MoreButton } from '../../parts/more-button.tsx';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import type { List } from '../../state/list.ts';
import { second } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { clockFace } from '../../words/countdown.ts';

/** Tokens made so far and what became of them. */
export function EnrolmentList({ list }: { list: List<Enrolment> }) {
  const { addHost } = texts.value;
  const items = list.data.value?.items;
  return (
    <section>
      <h2>{addHost.list}</h2>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={2} height={44} /> : null}
      {items?.length === 0 ? <p class="soft">{addHost.none}</p> : null}
      {items === undefined || items.length === 0 ? null : (
        <div class="card table-card">
          <table class="folding">
            <thead>
              <tr>
                <th scope="col">{addHost.created}</th>
                <th scope="col">
                  {addHost.customer} / {addHost.site}
                </th>
                <th scope="col">{addHost.status}</th>
              </tr>
            </thead>
            <tbody>
              {items.map((one) => (
                <tr key={one.id}>
                  <td>
                    <Moment at={one.createdAt} />
                  </td>
                  <td>
                    <span title={`${one.customer} / ${one.site}`}>
                      {one.customerName} / {one.siteName}
                    </span>
                  </td>
                  <td>
                    <State one={one} changed={list.refresh} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      <MoreButton list={list} />
    </section>
  );
}

function State({ one, changed }: { one: Enrolment; changed: () => void }) {
  const { addHost, shell } = texts.value;
  if (one.host !== null)
    return <Link to={`/hosts/${encodeURIComponent(one.host)}`}>{addHost.used(one.host)}</Link>;
  if (one.revokedAt !== null) return <span class="soft">{addHost.revoked}</span>;
  const left = Date.parse(one.expiresAt) - second.value;
  if (left <= 0) return <span class="soft">{addHost.expired}</span>;
  return (
    <span>
      {addHost.open} · {addHost.expiresIn(clockFace(left, shell.faceDay))}{' '}
      <button
        type="button"
        class="plain"
        onClick={() => void revokeEnrolment(one.id).then(changed, () => changed())}
      >
        {addHost.revoke}
      </button>
    </span>
  );
}
