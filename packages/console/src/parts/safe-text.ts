import { safeLines } from '@watchcase/runtime/safe-line';
import { options } from 'preact';

/** Attributes that are read by people. */
const SPOKEN = ['title', 'aria-label', 'alt'] as const;

/**
 * From now on no text on any page steers how the text around it looks: what hosts call their parts has no bidi marks, controls and unseen signs once it is
 * shown. What is sent back to the collector, such as the key of a series, stays as it is.
 */
export function showSafeTextOnly(): void {
  const before = options.vnode;
  options.vnode = (vnode) => {
    if (typeof vnode.type === 'string') makeSafe(vnode.props);
    before?.(vnode);
  };
}

function makeSafe(props: Record<string, unknown>): void {
  if ('children' in props) props['children'] = safe(props['children']);
  for (const name of SPOKEN) if (name in props) props[name] = safe(props[name]);
}

function safe(shown: unknown): unknown {
  if (typeof shown === 'string') return safeLines(shown);
  return Array.isArray(shown) ? shown.map(safe) : shown;
}
