import { identityOf } from '@watchcase/protocol';
import { subjectTags } from '../facts/index.ts';
import type { HostTags } from '../history/index.ts';
import type { Ingest } from '../ingest/index.ts';

/** Where each host belongs, and what the collector's own facts are about, for the time-series database; `sites` for those that are another collector's, whose lines still wait here. */
export function tagsOfHosts(
  ingest: Pick<Ingest, 'host'>,
  sites: ReadonlyMap<string, string>,
): (hostId: string) => HostTags {
  return (hostId) => {
    const subject = subjectTags(hostId);
    if (subject !== undefined) return subject;
    const host = ingest.host(hostId);
    const identity = host?.identity ?? identityOf(hostId);
    return {
      customer: identity?.customer ?? '',
      site: host?.siteId ?? sites.get(hostId) ?? '',
      host: identity?.host ?? hostId,
    };
  };
}
