import type { LifeAct } from '@watchcase/api';

/** Acts of a case's life for which something is asked before they are done. */
export const asked = [
  'note',
  'resolve',
  'close',
  'hand-on',
  'give-back',
  'assign',
  'diagnose',
  'need-on-site',
  'arrive',
  'hold',
  'change-severity',
  'log-work',
  'confirm',
  'cancel',
  'link',
  'merge',
  'split',
] as const satisfies readonly LifeAct[];
export type Asked = (typeof asked)[number];

/** Acts that are done at once. */
export const direct = [
  'acknowledge',
  'take',
  'resume',
  'watch',
  'unwatch',
  'reopen',
] as const satisfies readonly LifeAct[];
export type Direct = (typeof direct)[number];

/** Acts that have their own place on the page of a case: files beside it, steps in its playbooks. */
export const placed = ['attach', 'tick', 'untick'] as const satisfies readonly LifeAct[];
