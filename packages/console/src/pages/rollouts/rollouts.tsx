import { useSignal } from '@preact/signals';
import type { Rollout } from '@watchcase/api';
import { readRollouts, startRollout, stopRollout } from '../../api/rollouts.ts';
import { Back } from '../../parts/back.tsx';
import { Dialog } from '../../parts/dialog.tsx';
import { Link } from '../../parts/link.tsx';
import { Moment } from '../../parts/moment.tsx';
import { Empty, FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { faultText, labelled, texts } from '../../texts/index.ts';
import { rolloutReason } from '../../words/rollout-reason.ts';
import { StartDialog } from './start-dialog.tsx';

type Outcome = 'installed' | 'rolled-back' | 'refused' | 'waiting';
/** Worst first: who looks wants to know what went wrong. */
const outcomes: readonly Outcome[] = ['rolled-back', 'refused', 'waiting', 'installed'];
const look: Readonly<Record<Outcome, string>> = {
  installed: 'ok',
  'rolled-back': 'failed',
  refused: 'failed',
  waiting: 'running',
};

/** Versions of the agent on their way to hosts: how far each is, and what became of each host. */
export function RolloutsPage() {
  const { rollouts, shell } = texts.value;
  const list = useResource('rollouts', readRollouts, { everyMs: 5000 });
  const starting = useSignal(false);
  const items = list.data.value?.items;
  const isRunning = items?.some(({ state }) => state === 'running') ?? true;
  return (
    <div class="page narrow">
      <Back to="/settings" text={shell.settings} />
      <div class="page-top">
        <Title text={rollouts.title} />
        {isRunning ? null : (
          <button type="button" class="primary" onClick={() => (starting.value = true)}>
            {rollouts.start}
          </button>
        )}
      </div>
      <p class="lead">{rollouts.lead}</p>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={3} height={96} /> : null}
      {items?.length === 0 ? (
        <Empty icon="hosts" title={rollouts.none}>
          <p>{rollouts.noneText}</p>
        </Empty>
      ) : null}
      <ul class="rows">
        {items?.map((one, index) => (
          <RolloutCard
            key={one.id}
            one={one}
            mayGoOn={index === 0 && one.state === 'stopped'}
            changed={list.refresh}
          />
        ))}
      </ul>
      {starting.value ? (
        <StartDialog
          done={() => {
            starting.value = false;
            list.refresh();
          }}
          cancel={() => (starting.value = false)}
        />
      ) : null}
    </div>
  );
}

function RolloutCard({ one, mayGoOn, changed }: { one: Rollout; mayGoOn: boolean; changed: () => void }) {
  const { rollouts } = texts.value;
  const asking = useSignal<'stop' | 'again' | undefined>(undefined);
  const state = one.state === 'done' ? 'ok' : one.state === 'stopped' ? 'failed' : 'running';
  const codeText = (code: string) => faultText({ code, title: code, detail: '' });
  return (
    <li class="card call">
      <strong>{one.version}</strong> <span class={`result ${state}`}>{rollouts.states[one.state]}</span>
      <p>{rolloutReason(one.reason, rollouts.why, codeText)}</p>
      <p class="soft">
        {rollouts.step(rollouts.stages[one.stage])} · {rollouts.startedBy(one.startedBy)}{' '}
        <Moment at={one.startedAt} />
      </p>
      {one.hosts.length === 0 ? null : <Hosts one={one} codeText={codeText} />}
      <div class="buttons-left">
        {one.state === 'running' ? (
          <button type="button" class="plain" onClick={() => (asking.value = 'stop')}>
            {rollouts.stop}
          </button>
        ) : null}
        {mayGoOn ? (
          <button type="button" class="plain" onClick={() => (asking.value = 'again')}>
            {rollouts.again}
          </button>
        ) : null}
      </div>
      {asking.value === undefined ? null : (
        <AskDialog
          one={one}
          act={asking.value}
          close={() => {
            asking.value = undefined;
            changed();
          }}
        />
      )}
    </li>
  );
}

function Hosts({ one, codeText }: { one: Rollout; codeText: (code: string) => string }) {
  const { rollouts } = texts.value;
  const sorted = outcomes.map((outcome) => ({
    outcome,
    hosts: one.hosts.filter((host) => (host.outcome ?? 'waiting') === outcome),
  }));
  const told = sorted.filter(({ hosts }) => hosts.length > 0);
  return (
    <details open={one.state === 'running' && one.hosts.length <= 10}>
      <summary>
        {told.map(({ outcome, hosts }) => rollouts.counts[outcome](hosts.length)).join(rollouts.and)}
      </summary>
      <ul class="rows">
        {told.flatMap(({ outcome, hosts }) =>
          hosts.map((host) => (
            <li key={host.host} class="row">
              <span>
                <Link to={`/hosts/${encodeURIComponent(host.host)}`}>{host.host}</Link>
                <br />
                <span class="soft">
                  {host.before === null ? null : `${rollouts.before(host.before)} · `}
                  <Moment at={host.outcomeAt ?? host.askedAt} />
                </span>
                {host.code === null || host.code === '' ? null : <p class="soft">{codeText(host.code)}</p>}
              </span>
              <span class={`result ${look[outcome]}`}>{rollouts.outcomes[outcome]}</span>
            </li>
          )),
        )}
      </ul>
    </details>
  );
}

function AskDialog({ one, act, close }: { one: Rollout; act: 'stop' | 'again'; close: () => void }) {
  const { rollouts } = texts.value;
  const { busy, fault, attempt } = useTrying();
  const confirm = act === 'stop' ? rollouts.stop : rollouts.again;
  async function submit(): Promise<void> {
    if (act === 'stop') await stopRollout(one.id);
    else await startRollout({ version: one.version });
    close();
  }
  return (
    <Dialog
      title={labelled(confirm, one.version)}
      confirm={confirm}
      busy={busy.value}
      danger={act === 'stop'}
      cancel={close}
      submit={() => void attempt(submit)}
    >
      <p>{act === 'stop' ? rollouts.stopQuestion(one.version) : rollouts.againQuestion(one.version)}</p>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </Dialog>
  );
}
