import { Link } from '../../parts/link.tsx';
import { mayOpen } from '../../state/may-open.ts';
import { backupAddress } from '../../words/backup-address.ts';

/** A backup job by its name, which leads to its page for who may see that. */
export function JobName({ hostId, job }: { hostId: string; job: string }) {
  return mayOpen('backup-job') ? <Link to={backupAddress(hostId, job)}>{job}</Link> : <>{job}</>;
}
