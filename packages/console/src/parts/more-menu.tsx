import type { ComponentChildren } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import { texts } from '../texts/index.ts';

interface MoreMenuProps {
  label?: string;
  class?: string;
  /** Stays open when something in it is chosen. */
  stays?: boolean;
  children: ComponentChildren;
}

/** A button that unfolds what is done less often; it folds when something is chosen, left or escaped. */
export function MoreMenu({ label, class: name = '', stays = false, children }: MoreMenuProps) {
  const element = useRef<HTMLDetailsElement>(null);
  const fold = () => element.current?.removeAttribute('open');
  useEffect(() => {
    function leave({ target }: PointerEvent): void {
      if (target instanceof Node && element.current?.contains(target) !== true) fold();
    }
    document.addEventListener('pointerdown', leave);
    return () => document.removeEventListener('pointerdown', leave);
  }, []);
  return (
    <details
      ref={element}
      class={`more-menu ${name}`}
      onKeyDown={(event) => {
        if (event.key === 'Escape') fold();
      }}
      onFocusOut={(event) => {
        if (event.relatedTarget instanceof Node && !event.currentTarget.contains(event.relatedTarget)) fold();
      }}
    >
      <summary class="button plain">{label ?? texts.value.shell.others}</summary>
      <div class="menu" onClick={stays ? undefined : fold}>
        {children}
      </div>
    </details>
  );
}
