import type { HostDetail } from '@watchcase/api';
import { texts } from '../../texts/index.ts';

/** What the host's agent cannot read, and why; its backups say it in their own list. */
export function Unreadable({ unread }: Pick<HostDetail, 'unread'>) {
  const others = unread.filter(({ job }) => job === null);
  if (others.length === 0) return null;
  return (
    <div class="caution">
      {texts.value.hosts.unread}
      <ul>
        {others.map(({ name, reason }) => (
          <li key={name}>
            <code>{name}</code> {reason}
          </li>
        ))}
      </ul>
    </div>
  );
}
