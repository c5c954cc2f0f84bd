import type { DirectoryRecordDetail } from '@watchcase/api';
import { Moment } from '../../parts/moment.tsx';
import { texts } from '../../texts/index.ts';

/** What a record was in each of its versions, the newest first. */
export function Versions({ record }: { record: DirectoryRecordDetail }) {
  const { directory } = texts.value;
  return (
    <section>
      <h2>{directory.history}</h2>
      <ul class="record-list card">
        {record.versions.map(({ version, data, changedAt, changedBy, door }) => (
          <li key={version}>
            <details>
              <summary>
                <strong>{directory.version(version)}</strong>{' '}
                <span class="soft">
                  <Moment at={changedAt} /> · {changedBy} ({directory.doors[door] ?? door})
                </span>
              </summary>
              <pre>{JSON.stringify(data, null, 2)}</pre>
            </details>
          </li>
        ))}
      </ul>
    </section>
  );
}
