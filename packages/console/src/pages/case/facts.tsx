import type { CaseDetail } from '@watchcase/api';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { mayDo } from '../../state/session.ts';
import { useNames } from '../../state/use-names.ts';
import { listed, texts } from '../../texts/index.ts';

/** Who and where, in short lines. */
export function CaseFacts({ it }: { it: CaseDetail }) {
  const { cases } = texts.value;
  return (
    <section class="card case-facts">
      <h2>{cases.facts}</h2>
      <dl class="facts">
        {it.host === null ? null : (
          <>
            <dt>{cases.host}</dt>
            <dd>
              <Link to={`/hosts/${encodeURIComponent(it.host.id)}`}>{it.host.name}</Link>
            </dd>
          </>
        )}
        <dt>{cases.customer}</dt>
        <dd>{it.customer.name}</dd>
        {it.site === null ? null : (
          <>
            <dt>{cases.site}</dt>
            <dd>{it.site.name}</dd>
          </>
        )}
        <dt>{cases.categoryLabel}</dt>
        <dd>{cases.category[it.category]}</dd>
        <Owed it={it} />
        <dt>{cases.opened}</dt>
        <dd>
          <Moment at={it.openedAt} />
        </dd>
        <dt>{cases.holder}</dt>
        <dd>{it.acknowledgedBy ?? cases.nobody}</dd>
        {it.assignee === null || it.assignee === it.acknowledgedBy ? null : (
          <>
            <dt>{cases.assignee}</dt>
            <dd>{it.assignee}</dd>
          </>
        )}
        {it.team === null ? null : (
          <>
            <dt>{cases.assignTeam}</dt>
            <dd>
              <TeamName id={it.team} />
            </dd>
          </>
        )}
        {it.onHold === null ? null : (
          <>
            <dt>{cases.state['on-hold']}</dt>
            <dd>
              {cases.holdReason[it.onHold.reason]}
              {it.onHold.until === null ? null : (
                <>
                  {' · '}
                  {cases.onHoldUntil} <Moment at={it.onHold.until} />
                </>
              )}
            </dd>
          </>
        )}
        {it.watchers.length === 0 ? null : (
          <>
            <dt>{cases.watchers}</dt>
            <dd>{listed(it.watchers)}</dd>
          </>
        )}
        {it.rating === null ? null : (
          <>
            <dt>{cases.rating}</dt>
            <dd>{it.rating} / 5</dd>
          </>
        )}
        {it.comesBackAt === null ? null : (
          <>
            <dt title={cases.comesBackHint}>{cases.comesBack}</dt>
            <dd>
              <Moment at={it.comesBackAt} />
            </dd>
          </>
        )}
        {it.recoveredAt === null ? null : (
          <>
            <dt>{cases.recovered}</dt>
            <dd>
              <Moment at={it.recoveredAt} />
            </dd>
          </>
        )}
      </dl>
    </section>
  );
}

/** What a team is called. */
function TeamName({ id }: { id: string }) {
  const named = useNames(mayDo('desk.read') ? [{ kind: 'teams', id }] : []);
  return <>{named('teams', id)}</>;
}

/** Under which contract it falls, and by which policy it is judged. */
function Owed({ it: { contract, outside, policy } }: { it: CaseDetail }) {
  const { cases, directory } = texts.value;
  const [name = policy, version] = policy.split('@');
  const named = useNames(
    mayDo('desk.read')
      ? [
          { kind: 'policies', id: name },
          ...(contract === null ? [] : [{ kind: 'contracts' as const, id: contract }]),
        ]
      : [],
  );
  const link = (kind: string, id: string, text: string) =>
    mayDo('desk.read') ? <Link to={`/directory/${kind}/${encodeURIComponent(id)}`}>{text}</Link> : text;
  return (
    <>
      {contract === null && outside === null ? null : (
        <>
          <dt>{directory.kinds.contracts.one}</dt>
          <dd>
            {contract === null
              ? directory.nothing
              : link('contracts', contract, named('contracts', contract))}
            {outside === null ? null : <span class="soft"> ({cases.outside})</span>}
          </dd>
        </>
      )}
      <dt>{directory.kinds.policies.one}</dt>
      <dd>
        {link('policies', name, named('policies', name))}{' '}
        {version === undefined ? null : <span class="soft">{directory.version(Number(version))}</span>}
      </dd>
    </>
  );
}
