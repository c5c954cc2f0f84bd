import { actsIn, type CaseDetail, type CaseState, type LifeAct } from '@watchcase/api';
import type { CaseAct } from '../../api/client.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { MoreMenu } from '../../parts/more-menu.tsx';
import { actingName, actingRole } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';
import { type Asked, asked, type Direct, direct } from '../../words/case-acts.ts';

interface ButtonsProps {
  it: CaseDetail;
  busy: boolean;
  ask: (what: Asked) => void;
  run: (act: CaseAct) => Promise<void>;
}

/** The likeliest thing to do in a state. */
const likeliest: Readonly<Record<CaseState, Asked | Direct>> = {
  open: 'acknowledge',
  acknowledged: 'resolve',
  diagnosing: 'resolve',
  'on-site-needed': 'arrive',
  'on-site': 'resolve',
  'on-hold': 'resume',
  resolved: 'close',
  confirmed: 'close',
  closed: 'reopen',
  cancelled: 'reopen',
};

/** What the table of a case's life offers in its state, the likeliest first; what is done seldom is folded. */
export function ActButtons({ it, busy, ask, run }: ButtonsProps) {
  const { cases } = texts.value;
  const offered = actsIn(it.state, actingRole()).filter((act) => isShown(act, it)) as (Asked | Direct)[];
  const first = offered.includes(likeliest[it.state]) ? likeliest[it.state] : offered[0];
  const names = actNames();
  const choose = (act: Asked | Direct) => (isDirect(act) ? void run({ act }) : ask(act));
  const near = offered.filter((act) => act !== first && isNear(act, it.state));
  const far = offered.filter((act) => act !== first && !near.includes(act));
  const button = (act: Asked | Direct) => (
    <button key={act} type="button" class="plain" aria-disabled={busy} onClick={() => choose(act)}>
      {names[act]}
    </button>
  );
  if (first === undefined) return null;
  return (
    <div class="actions">
      <button type="button" class="primary first" aria-disabled={busy} onClick={() => choose(first)}>
        <Icon name="check" />
        <span>
          {names[first]}
          {first === 'acknowledge' ? <small> {cases.acknowledgeAs(actingName())}</small> : null}
        </span>
      </button>
      <div class="others">
        {near.map(button)}
        {far.length === 0 ? null : <MoreMenu>{far.map(button)}</MoreMenu>}
      </div>
      {first === 'acknowledge' ? (
        <Link to="/settings" class="change-name">
          {cases.changeName}
        </Link>
      ) : null}
    </div>
  );
}

function isDirect(act: Asked | Direct): act is Direct {
  return (direct as readonly string[]).includes(act);
}

function isNear(act: Asked | Direct, state: CaseState): boolean {
  if (act === 'note') return true;
  if (act === 'resolve') return state === 'open' || state === 'on-hold' || state === 'on-site-needed';
  return act === 'reopen' && state === 'resolved';
}

function isShown(act: LifeAct, it: CaseDetail): boolean {
  if (act === 'take') return it.state !== 'open' && it.acknowledgedBy !== actingName();
  if (act === 'hand-on') return it.state !== 'open';
  if (act === 'watch') return !it.watchers.includes(actingName());
  if (act === 'unwatch') return it.watchers.includes(actingName());
  return (asked as readonly string[]).includes(act) || (direct as readonly string[]).includes(act);
}

function actNames(): Readonly<Record<Asked | Direct, string>> {
  const { cases, caseWork } = texts.value;
  return {
    acknowledge: cases.acknowledge,
    take: cases.take,
    'hand-on': cases.handOn,
    assign: cases.assign,
    'give-back': cases.giveBack,
    diagnose: cases.diagnose,
    'need-on-site': cases.needOnSite,
    arrive: cases.arrive,
    hold: cases.hold,
    resume: cases.resume,
    'change-severity': cases.changeSeverity,
    note: cases.note,
    'log-work': cases.logWork,
    watch: cases.watch,
    unwatch: cases.unwatch,
    resolve: cases.resolve,
    confirm: cases.confirm,
    reopen: cases.reopen,
    close: cases.close,
    cancel: cases.cancelCase,
    link: caseWork.link,
    merge: caseWork.merge,
    split: caseWork.split,
  };
}
