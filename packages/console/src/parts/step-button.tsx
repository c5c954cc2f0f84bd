import { Icon } from './icon.tsx';

interface StepButtonProps {
  to: 'before' | 'after';
  label: string;
  isOff?: boolean;
  step: () => void;
}

/** To what comes before or after: a year, a row of days, a period. */
export function StepButton({ to, label, isOff = false, step }: StepButtonProps) {
  return (
    <button
      type="button"
      class="plain round"
      aria-label={label}
      title={label}
      aria-disabled={isOff}
      onClick={() => {
        if (!isOff) step();
      }}
    >
      <Icon name={to === 'before' ? 'back' : 'chevron'} size={18} />
    </button>
  );
}
