import { actsIn, type CaseDetail, type CasePlaybook } from '@watchcase/api';
import { actOnCase } from '../../api/client.ts';
import { readPlaybooks } from '../../api/playbooks.ts';
import { MarkedText } from '../../parts/marked-text.tsx';
import { Moment } from '../../parts/moment.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { language } from '../../state/language.ts';
import { actingRole, mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { labelled, texts } from '../../texts/index.ts';

interface PlaybooksProps {
  it: CaseDetail;
  changed: (fresh: CaseDetail) => void;
}

/** What is gone through with such faults, step by step, and who did which; nothing where there is no playbook for them. */
export function Playbooks({ it, changed }: PlaybooksProps) {
  const kept = useResource(
    `playbooks ${it.id}`,
    async (signal) => (mayDo('desk.read') ? readPlaybooks(it.id, signal) : []),
    { touchedBy: (change) => change.cases.includes(it.id) },
  );
  const { fault, attempt } = useTrying();

  async function tick(step: Step, isDone: boolean): Promise<void> {
    await attempt(async () => changed(await actOnCase(it.id, { act: isDone ? 'tick' : 'untick', ...step })));
    kept.refresh();
  }

  const problem = fault.value ?? kept.fault.value;
  const mayTick = actsIn(it.state, actingRole()).includes('tick');
  return (
    <>
      {problem === undefined ? null : <FaultNote fault={problem} retry={kept.refresh} />}
      {kept.data.value?.map((playbook, at) => (
        <Steps key={playbook.id} playbook={playbook} isFirst={at === 0} mayTick={mayTick} tick={tick} />
      ))}
    </>
  );
}

/** Which step of which playbook, as the API names it. */
interface Step {
  playbook: string;
  version: number;
  step: number;
}

interface StepsProps {
  playbook: CasePlaybook;
  /** The one that fits best is unfolded. */
  isFirst: boolean;
  mayTick: boolean;
  tick: (step: Step, isDone: boolean) => Promise<void>;
}

function Steps({ playbook, isFirst, mayTick, tick }: StepsProps) {
  const { caseWork } = texts.value;
  const { id, version, steps } = playbook;
  const done = steps.filter(({ tickedAt }) => tickedAt !== null).length;
  return (
    <section class="card playbook">
      <details open={isFirst}>
        <summary>
          <h2>
            {labelled(caseWork.playbook, playbook.title[language.value])}{' '}
            <small>{caseWork.stepsDone(done, steps.length)}</small>
          </h2>
        </summary>
        <ol>
          {steps.map(({ step, text, tickedAt, tickedBy }) => (
            <li key={step} class={tickedAt === null ? '' : 'done'}>
              <label>
                <input
                  type="checkbox"
                  checked={tickedAt !== null}
                  disabled={!mayTick}
                  onChange={(event) =>
                    void tick({ playbook: id, version, step }, event.currentTarget.checked)
                  }
                />
                <span>
                  <MarkedText text={text[language.value]} />
                </span>
              </label>
              {tickedAt === null || tickedBy === null ? null : (
                <p class="at">
                  {caseWork.tickedBy(tickedBy)} <Moment at={tickedAt} />
                </p>
              )}
            </li>
          ))}
        </ol>
      </details>
    </section>
  );
}
