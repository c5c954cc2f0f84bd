import type { DutyChangesView } from '@watchcase/api';
import { endFeed, makeFeed, readFeeds } from '../../api/oncall.ts';
import { Feeds } from '../../parts/feeds.tsx';
import { mayDo } from '../../state/session.ts';
import { texts } from '../../texts/index.ts';

/** Addresses under which other calendars read duty. */
export function DutyFeeds({ answer }: { answer: DutyChangesView }) {
  const { oncall } = texts.value;
  const mayChange = mayDo('duty.change');
  const change = {
    label: oncall.feedNew,
    options: optionsOf(answer),
    make(value: string) {
      const [kind, id = ''] = value.split(' ');
      return makeFeed(kind === 'team' ? { team: id } : { person: id });
    },
    end: endFeed,
  };
  return (
    <section>
      <p class="lead">{oncall.feedsLead}</p>
      {mayChange && change.options.length === 0 ? <p class="soft">{oncall.notKnown}</p> : null}
      <Feeds
        kind="duty"
        read={readFeeds}
        nameOf={(feed) => oncall.feedOf(feed.person?.name ?? feed.team?.name ?? '')}
        change={mayChange ? change : undefined}
      />
    </section>
  );
}

/** Whose duty may be told: one's own, that of teams, and that of others for who decides for them. */
function optionsOf({ me, people, rotas, decidesForOthers }: DutyChangesView) {
  const { oncall } = texts.value;
  const teams = new Map(rotas.flatMap(({ team }) => (team === null ? [] : [[team.id, team.name] as const])));
  return [
    ...(me === null ? [] : [{ value: `person ${me.id}`, text: oncall.feedMine }]),
    ...[...teams].map(([id, name]) => ({ value: `team ${id}`, text: name })),
    ...(decidesForOthers ? people : [])
      .filter(({ id }) => id !== me?.id)
      .map(({ id, name }) => ({ value: `person ${id}`, text: name })),
  ];
}
