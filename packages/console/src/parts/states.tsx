import type { ComponentChildren } from 'preact';
import type { Fault } from '../api/fault.ts';
import { faultText, texts } from '../texts/index.ts';
import { Icon, type IconName } from './icon.tsx';

interface EmptyProps {
  icon: IconName;
  title: string;
  children?: ComponentChildren;
}

/** Nothing is here, and what to do about it. */
export function Empty({ icon, title, children }: EmptyProps) {
  return (
    <div class="empty">
      <Icon name={icon} size={36} />
      <h2>{title}</h2>
      {children}
    </div>
  );
}

/** Why something is not here; with a button where trying again may help. */
export function FaultNote({ fault, retry }: { fault: Fault; retry?: () => void }) {
  return (
    <div class="fault" role="alert">
      <Icon name="alert" />
      <p>{faultText(fault)}</p>
      {retry === undefined ? null : (
        <button type="button" class="plain" onClick={retry}>
          {texts.value.shell.again}
        </button>
      )}
    </div>
  );
}

/** Room for what is still on its way, of about its later size. */
export function Waiting({ rows, height }: { rows: number; height: number }) {
  return (
    <div class="waiting" role="status" aria-label={texts.value.shell.loading}>
      {Array.from({ length: rows }, (_, i) => (
        <div key={i} style={{ height: `${height}px` }} />
      ))}
    </div>
  );
}
