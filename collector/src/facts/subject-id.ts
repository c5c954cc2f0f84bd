import type { Subject } from './fact.ts';

const ROOT = 'facts';

/** Under which host history keeps the facts about a subject: no host of an agent's has a slash in its id. */
export function subjectId(subject: Subject): string {
  if ('instance' in subject) return `${ROOT}//${subject.instance}`;
  return 'host' in subject
    ? `${ROOT}/${subject.customer}/${subject.site}/${subject.host}`
    : `${ROOT}/${subject.customer}`;
}

/** The tags of lines of such a host; undefined for any other. */
export function subjectTags(id: string): Record<string, string> | undefined {
  const [root, customer = '', site, ...rest] = id.split('/');
  if (root !== ROOT || id === ROOT) return undefined;
  if (customer === '') return { instance: [site, ...rest].join('/') };
  return site === undefined ? { customer } : { customer, site, host: rest.join('/') };
}
