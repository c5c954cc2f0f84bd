import type { ComponentChildren } from 'preact';
import { useRef } from 'preact/hooks';
import { texts } from '../texts/index.ts';

/** A button that unfolds what is done less often; it folds when something is chosen, left or escaped. */
export function MoreMenu({ label, children }: { label?: string; children: ComponentChildren }) {
  const element = useRef<HTMLDetailsElement>(null);
  const fold = () => element.current?.removeAttribute('open');
  return (
    <details
      ref={element}
      class="more-menu"
      onKeyDown={(event) => {
        if (event.key === 'Escape') fold();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) fold();
      }}
    >
      <summary class="button plain">{label ?? texts.value.shell.others}</summary>
      <div class="menu" onClick={fold}>
        {children}
      </div>
    </details>
  );
}
