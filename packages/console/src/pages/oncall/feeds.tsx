import { useSignal } from '@preact/signals';
import type { CreatedFeed, DutyChangesView, Feed } from '@watchcase/api';
import { type Fault, faultOf } from '../../api/fault.ts';
import { endFeed, makeFeed, readFeeds } from '../../api/oncall.ts';
import { ChoiceField } from '../../parts/choice-field.tsx';
import { FaultNote } from '../../parts/states.tsx';
import { say } from '../../parts/toast.tsx';
import { language } from '../../state/language.ts';
import { mayDo } from '../../state/session.ts';
import { useResource } from '../../state/use-resource.ts';
import { texts } from '../../texts/index.ts';
import { minuteText } from '../../words/moment.ts';

/** Addresses under which other calendars read duty. */
export function Feeds({ answer }: { answer: DutyChangesView }) {
  const { oncall } = texts.value;
  const feeds = useResource('duty feeds', readFeeds);
  const made = useSignal<CreatedFeed | undefined>(undefined);
  const items = feeds.data.value?.items ?? [];
  return (
    <section>
      <p class="lead">{oncall.feedsLead}</p>
      {mayDo('duty.change') ? (
        <NewFeed
          answer={answer}
          done={(feed) => {
            made.value = feed;
            feeds.refresh();
          }}
        />
      ) : null}
      {made.value === undefined ? null : <MadeFeed feed={made.value} />}
      {feeds.fault.value === undefined ? null : <FaultNote fault={feeds.fault.value} retry={feeds.refresh} />}
      {items.length === 0 ? (
        <p class="soft">{oncall.feedNone}</p>
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

function NewFeed({ answer, done }: { answer: DutyChangesView; done: (feed: CreatedFeed) => void }) {
  const { oncall } = texts.value;
  const fault = useSignal<Fault | undefined>(undefined);
  const teams = new Map(
    answer.rotas.flatMap(({ team }) => (team === null ? [] : [[team.id, team.name] as const])),
  );
  const options = [
    ...(answer.me === null ? [] : [{ value: `person ${answer.me.id}`, text: oncall.feedMine }]),
    ...[...teams].map(([id, name]) => ({ value: `team ${id}`, text: name })),
    ...(answer.decidesForOthers ? answer.people : [])
      .filter(({ id }) => id !== answer.me?.id)
      .map(({ id, name }) => ({ value: `person ${id}`, text: name })),
  ];
  const chosen = useSignal(options[0]?.value ?? '');
  async function make(): Promise<void> {
    const [kind, id = ''] = chosen.value.split(' ');
    try {
      done(await makeFeed(kind === 'team' ? { team: id } : { person: id }));
      fault.value = undefined;
    } catch (error) {
      fault.value = faultOf(error);
    }
  }
  if (options.length === 0) return <p class="soft">{oncall.notKnown}</p>;
  return (
    <form
      class="card duty-new-feed"
      onSubmit={(event) => {
        event.preventDefault();
        void make();
      }}
    >
      <ChoiceField
        label={oncall.feedNew}
        value={chosen.value}
        options={options}
        choose={(value) => (chosen.value = value)}
      />
      <button type="submit" class="primary">
        {texts.value.directory.newOne}
      </button>
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </form>
  );
}

function MadeFeed({ feed }: { feed: CreatedFeed }) {
  const { oncall } = texts.value;
  return (
    <div class="card duty-made-feed" role="status">
      <p>{oncall.feedMade}</p>
      <code>{feed.url}</code>
      <button
        type="button"
        class="plain"
        onClick={() => void navigator.clipboard.writeText(feed.url).then(() => say(oncall.copied))}
      >
        {oncall.copy}
      </button>
    </div>
  );
}

function FeedLine({ feed, done }: { feed: Feed; done: () => void }) {
  const { oncall } = texts.value;
  const time = (at: string) => minuteText(Date.parse(at), language.value);
  const fault = useSignal<Fault | undefined>(undefined);
  async function end(): Promise<void> {
    try {
      await endFeed(feed.id);
      done();
    } catch (error) {
      fault.value = faultOf(error);
    }
  }
  return (
    <li>
      <div>
        <strong>{oncall.feedOf(feed.person?.name ?? feed.team?.name ?? '')}</strong>
        <p class="soft">
          {`${feed.createdBy}, ${time(feed.createdAt)} · ${feed.readAt === null ? oncall.feedUnread : oncall.feedRead(time(feed.readAt))}`}
        </p>
      </div>
      {mayDo('duty.change') ? (
        <button type="button" class="plain" onClick={() => void end()}>
          {oncall.end}
        </button>
      ) : null}
      {fault.value === undefined ? null : <FaultNote fault={fault.value} />}
    </li>
  );
}
