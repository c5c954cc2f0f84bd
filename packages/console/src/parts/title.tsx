import { useEffect, useRef } from 'preact/hooks';
import { pageName } from '../state/page-name.ts';

/** A page's heading, and its name in the browser's tab; takes the focus when the page is entered, so that a screen reader begins there. */
export function Title({ text, name = text }: { text: string; name?: string }) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    pageName.value = name;
  }, [name]);
  return (
    <h1 ref={heading} tabIndex={-1}>
      {text}
    </h1>
  );
}
