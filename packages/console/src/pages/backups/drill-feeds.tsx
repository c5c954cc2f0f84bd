import { endDrillFeed, makeDrillFeed, readDrillFeeds } from '../../api/backups.ts';
import { readCustomers } from '../../api/client.ts';
import { Feeds } from '../../parts/feeds.tsx';
import { me } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';

/** Addresses under which calendars read when drills are due. */
export function DrillFeeds() {
  const { backupCare } = texts.value;
  const customers = useResource('customers', readCustomers);
  const options = [
    ...(me.value?.customers === null ? [{ value: '', text: backupCare.feedAll }] : []),
    ...(customers.data.value?.items ?? []).map(({ id, name }) => ({ value: id, text: name })),
  ];
  return (
    <section>
      <h2>{texts.value.oncall.views.feeds}</h2>
      <p class="lead">{backupCare.feedsLead}</p>
      <Feeds
        kind="drill"
        read={readDrillFeeds}
        nameOf={(feed) => backupCare.feedOf(feed.customer?.name ?? backupCare.feedAll)}
        change={{ label: backupCare.feedNew, options, make: makeDrillFeed, end: endDrillFeed }}
      />
    </section>
  );
}
