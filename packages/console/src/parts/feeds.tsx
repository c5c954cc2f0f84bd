import { useSignal } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { language } from '../state/language.ts';
import { useResource } from '../state/use-resource.ts';
import { useTrying } from '../state/use-trying.ts';
import { texts } from '../texts/index.ts';
import { minuteText } from '../words/moment.ts';
import { ChoiceField } from './choice-field.tsx';
import { copyText } from './copy-text.ts';
import { FaultNote } from './states.tsx';
import { say } from './toast.tsx';

/** What every address has. */
interface Feed {
  id: string;
  createdBy: string;
  createdAt: string;
  readAt: string | null;
}

interface FeedsProps<One extends Feed> {
  /** Tells these addresses from others. */
  kind: string;
  read: (signal: AbortSignal) => Promise<{ items: One[] }>;
  /** What is read at one. */
  nameOf: (feed: One) => string;
  /** What a new one may tell, and how it is asked for; undefined for who may make and end none. */
  change:
    | {
        label: string;
        options: readonly { value: string; text: string }[];
        make: (value: string) => Promise<{ url: string }>;
        end: (id: string) => Promise<unknown>;
      }
    | undefined;
}

/** Addresses under which other calendars read something: making one, which is shown once, and all that were made. */
export function Feeds<One extends Feed>({ kind, read, nameOf, change }: FeedsProps<One>) {
  const { oncall } = texts.value;
  const feeds = useResource(`${kind} feeds`, read);
  const url = useSignal<string | undefined>(undefined);
  const items = feeds.data.value?.items;
  return (
    <>
      {change === undefined || change.options.length === 0 ? null : (
        <NewFeed
          label={change.label}
          options={change.options}
          make={async (value) => {
            url.value = (await change.make(value)).url;
            feeds.refresh();
          }}
        />
      )}
      {url.value === undefined ? null : <MadeFeed url={url.value} />}
      {feeds.fault.value === undefined ? null : <FaultNote fault={feeds.fault.value} retry={feeds.refresh} />}
      {items === undefined ? null : items.length === 0 ? (
        <p class="soft">{oncall.feedNone}</p>
      ) : (
        <ul class="card duty-lines">
          {items.map((feed) => (
            <FeedLine
              key={feed.id}
              name={nameOf(feed)}
              feed={feed}
              end={
                change === undefined
                  ? undefined
                  : async () => {
                      await change.end(feed.id);
                      feeds.refresh();
                    }
              }
            />
          ))}
        </ul>
      )}
    </>
  );
}

/** An address under which calendars read, which is shown only now. */
function MadeFeed({ url }: { url: string }) {
  const { oncall } = texts.value;
  const place = useRef<HTMLElement>(null);
  async function copy(): Promise<void> {
    if (place.current !== null && (await copyText(url, place.current))) say(oncall.copied);
  }
  return (
    <div class="card made-feed" role="status">
      <p>{oncall.feedMade}</p>
      <code ref={place}>{url}</code>
      <button type="button" class="plain" onClick={() => void copy()}>
        {oncall.copy}
      </button>
    </div>
  );
}

interface FeedLineProps {
  /** What is read there. */
  name: string;
  feed: Feed;
  /** Ends it; without it nobody here may. */
  end: (() => Promise<void>) | undefined;
}

/** An address that was made: by whom, when it was read last, and its end. */
function FeedLine({ name, feed, end }: FeedLineProps) {
  const { oncall } = texts.value;
  const time = (at: string) => minuteText(Date.parse(at), language.value);
  const { busy, fault, attempt } = useTrying();
  return (
    <li>
      <div>
        <strong>{name}</strong>
        <p class="soft">
          {`${feed.createdBy} · ${time(feed.createdAt)} · ${feed.readAt === null ? oncall.feedUnread : oncall.feedRead(time(feed.readAt))}`}
        </p>
      </div>
      {end === undefined ? null : (
        <button type="button" class="plain" aria-disabled={busy.value} onClick={() => void attempt(end)}>
          {oncall.end}
        </button>
      )}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </li>
  );
}

interface NewFeedProps {
  label: string;
  options: readonly { value: string; text: string }[];
  /** Makes one for what was chosen. */
  make: (value: string) => Promise<void>;
}

/** Asks of what an address is to tell; the first that can be chosen is, until somebody chooses. */
function NewFeed({ label, options, make }: NewFeedProps) {
  const chosen = useSignal<string | undefined>(undefined);
  const { busy, fault, attempt } = useTrying();
  const value = chosen.value ?? options[0]?.value ?? '';
  return (
    <form
      class="card new-feed"
      onSubmit={(event) => {
        event.preventDefault();
        void attempt(() => make(value));
      }}
    >
      <ChoiceField label={label} value={value} options={options} choose={(one) => (chosen.value = one)} />
      <button type="submit" class="primary" aria-disabled={busy.value}>
        {texts.value.oncall.feedMake}
      </button>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </form>
  );
}
