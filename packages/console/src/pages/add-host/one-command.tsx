import { useSignal } from '@preact/signals';
import type { CreatedEnrolment, Enrolment } from '@watchcase/api';
import { useRef } from 'preact/hooks';
import { after } from '../../clock.ts';
import { Icon } from '../../parts/icon.tsx';
import { Link } from '../../parts/link.tsx';
import { second } from '../../state/server-time.ts';
import { texts } from '../../texts/index.ts';
import { clockFace } from '../../words/countdown.ts';
import { copyText } from '../../parts/copy-text.ts';

interface OneCommandProps {
  created: CreatedEnrolment;
  /** How the enrolment stands now. */
  now: Enrolment | undefined;
  another: () => void;
}

const COPIED_MS = 2500;

/** The command, shown once; below it whether its host has come. */
export function OneCommand({ created, now, another }: OneCommandProps) {
  const { addHost, shell } = texts.value;
  const command = useRef<HTMLElement>(null);
  const copied = useSignal(false);
  const left = Date.parse(created.expiresAt) - second.value;

  async function copy(): Promise<void> {
    if (command.current === null) return;
    copied.value = await copyText(created.command, command.current);
    after(COPIED_MS, () => (copied.value = false));
  }

  return (
    <section class="card">
      <h2>{addHost.run}</h2>
      <p class="soft">
        {addHost.for(
          withId(created.customerName, created.customer, addHost.idIs),
          withId(created.siteName, created.site, addHost.idIs),
        )}
      </p>
      <div class="command">
        <code ref={command}>{created.command}</code>
        <button type="button" class="plain" onClick={() => void copy()}>
          <Icon name={copied.value ? 'check' : 'copy'} size={18} />
          {copied.value ? addHost.copied : addHost.copy}
        </button>
      </div>
      <p class="soft">{addHost.what}</p>
      <details>
        <summary>{addHost.installed}</summary>
        <code class="plain-command">{created.enrolCommand}</code>
      </details>
      <p class="soft">
        {addHost.once} {left > 0 ? addHost.expiresIn(clockFace(left, shell.faceDay)) : addHost.expired}
      </p>
      {created.onlyHere ? <p class="caution">{addHost.onlyHere}</p> : null}
      <div class="joining" role="status">
        {now?.host == null ? (
          <>
            <span class="pulse" aria-hidden="true" />
            {addHost.waiting}
          </>
        ) : (
          <>
            <span class="good-ink">
              <Icon name="check" />
            </span>
            <strong>{addHost.joined(now.host)}</strong>
            <Link to={`/hosts/${encodeURIComponent(now.host)}`} class="button primary">
              {addHost.see}
            </Link>
          </>
        )}
      </div>
      <button type="button" class="plain" onClick={another}>
        {addHost.another}
      </button>
    </section>
  );
}

/** An id is said where it is not the name. */
function withId(name: string, id: string, words: (name: string, id: string) => string): string {
  return name === id ? name : words(name, id);
}
