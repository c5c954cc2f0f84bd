import type { Severity } from '@watchcase/api';
import { texts } from '../texts/index.ts';

/** How bad, in colour and word. */
export function SeverityBadge({ severity }: { severity: Severity }) {
  return <span class={`badge ${severity}`}>{texts.value.cases.severity[severity]}</span>;
}
