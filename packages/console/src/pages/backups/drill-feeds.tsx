import { useSignal } from '@preact/signals';
import type { CreatedDrillFeed, DrillFeed } from '@watchcase/api';
import { useRef } from 'preact/hooks';
import { endDrillFeed, makeDrillFeed, readDrillFeeds } from '../../api/backups.ts';
import { readCustomers } from '../../api/client.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { copyText } from '../../parts/copy-text.ts';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { language } from '../../state/language.ts';
import { me } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { useTrying } from '../../state/use-trying.ts';
import { texts } from '../../texts/index.ts';
import { minuteText } from '../../words/moment.ts';

/** Addresses under which calendars read when drills are due. */
export function DrillFeeds() {
  const { backupCare } = texts.value;
  const feeds = useResource('drill feeds', readDrillFeeds);
  const made = useSignal<CreatedDrillFeed | undefined>(undefined);
  const items = feeds.data.value ?? [];
  return (
    <section>
      <h2>{backupCare.feeds}</h2>
      <p class="lead">{backupCare.feedsLead}</p>
      <NewFeed
        done={(feed) => {
          made.value = feed;
          feeds.refresh();
        }}
      />
      {made.value === undefined ? null : <MadeFeed feed={made.value} />}
      {feeds.fault.value === undefined ? null : <FaultNote fault={feeds.fault.value} retry={feeds.refresh} />}
      {feeds.data.value === undefined ? null : items.length === 0 ? (
        <p class="soft">{backupCare.feedNone}</p>
      ) : (
        <ul class="card duty-lines">
          {items.map((feed) => (
            <FeedLine key={feed.id} feed={feed} done={feeds.refresh} />
          ))}
        </ul>
      )}
    </section>
  );
}

function NewFeed({ done }: { done: (feed: CreatedDrillFeed) => void }) {
  const { backupCare } = texts.value;
  const customers = useResource('customers', readCustomers);
  const chosen = useSignal<string | undefined>(undefined);
  const { busy, fault, attempt } = useTrying();
  const options = [
    ...(me.value?.customers === null ? [{ value: '', text: backupCare.feedAll }] : []),
    ...(customers.data.value?.items ?? []).map(({ id, name }) => ({ value: id, text: name })),
  ];
  const value = chosen.value ?? options[0]?.value ?? '';
  return (
    <form
      class="card duty-new-feed"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(async () => done(await makeDrillFeed(value)));
      }}
    >
      <ChoiceField
        label={backupCare.feedNew}
        value={value}
        options={options}
        choose={(customer) => (chosen.value = customer)}
      />
      <button type="submit" class="primary" aria-disabled={busy.value}>
        {backupCare.feedMake}
      </button>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </form>
  );
}

function MadeFeed({ feed }: { feed: CreatedDrillFeed }) {
  const { backupCare } = texts.value;
  const place = useRef<HTMLElement>(null);
  async function copy(): Promise<void> {
    if (place.current !== null && (await copyText(feed.url, place.current))) say(backupCare.copied);
  }
  return (
    <div class="card duty-made-feed" role="status">
      <p>{backupCare.feedMade}</p>
      <code ref={place}>{feed.url}</code>
      <button type="button" class="plain" onClick={() => void copy()}>
        {backupCare.copy}
      </button>
    </div>
  );
}

function FeedLine({ feed, done }: { feed: DrillFeed; done: () => void }) {
  const { backupCare } = texts.value;
  const time = (at: string) => minuteText(Date.parse(at), language.value);
  const { busy, fault, attempt } = useTrying();
  return (
    <li>
      <div>
        <strong>{backupCare.feedOf(feed.customer?.name ?? backupCare.feedAll)}</strong>
        <p class="soft">
          {`${feed.createdBy}, ${time(feed.createdAt)} · ${feed.readAt === null ? backupCare.feedUnread : backupCare.feedRead(time(feed.readAt))}`}
        </p>
      </div>
      <button
        type="button"
        class="plain"
        aria-disabled={busy.value}
        onClick={() =>
          void attempt(async () => {
            await endDrillFeed(feed.id);
            done();
          })
        }
      >
        {backupCare.feedEnd}
      </button>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </li>
  );
}
