import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { after } from '../clock.ts';
import { query, setQuery } from '../state/route.ts';
import { Icon } from './icon.tsx';

/** Whoever types is not asked about at every letter. */
const TYPING_MS = 250;

/** Words that a list is narrowed by; they stand in the address, under `name`. */
export function SearchField({ name, label, id }: { name: 'search' | 'text'; label: string; id?: string }) {
  const wanted = query.value.get(name) ?? '';
  const typed = useSignal(wanted);
  useEffect(() => {
    const timer = after(TYPING_MS, () => {
      if (typed.value.trim() !== wanted) setQuery(name, typed.value.trim());
    });
    return () => timer.cancel();
  }, [typed.value]);
  return (
    <div class="search">
      <Icon name="search" size={18} />
      <input
        id={id}
        type="search"
        aria-label={label}
        placeholder={label}
        value={typed.value}
        maxLength={LONGEST[name]}
        onInput={(event) => (typed.value = event.currentTarget.value)}
      />
    </div>
  );
}

const LONGEST = { search: 100, text: 200 };
