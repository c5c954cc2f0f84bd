import { goBack, leftAt } from '../state/route.ts';
import { Icon } from './icon.tsx';

/** The way back to the page that this one belongs to, as the reader left it: filters, and how far down they had read. */
export function Back({ to, text }: { to: string; text: string }) {
  return (
    <a
      href={leftAt(to)}
      class="back"
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        goBack(to);
      }}
    >
      <Icon name="back" size={18} />
      {text}
    </a>
  );
}
