import { useSignal } from '@preact/signals';
import type { Channel, ChannelTested } from '@watchcase/api';
import { readChannels, tryChannel } from '../../api/channels.ts';
import { faultOf } from '../../api/fault.ts';
import { FaultNote, Waiting } from '../../parts/states.tsx';
import { Title } from '../../parts/title.tsx';
import { say } from '../../parts/toast.tsx';
import { language } from '../../state/language.ts';
import { useResource } from '../../state/use-resource.ts';
import { faultText, labelled, listed, texts } from '../../texts/index.ts';
import { attemptLine } from '../../words/attempt-detail.ts';

/** The ways to reach people, each with a button that tries it out. */
export function ChannelsPage() {
  const { access } = texts.value;
  const list = useResource('channels', readChannels);
  const items = list.data.value?.items;
  return (
    <div class="page narrow">
      <Title text={access.channels} />
      <p class="soft">{access.channelsHint}</p>
      {list.fault.value === undefined ? null : <FaultNote fault={list.fault.value} retry={list.refresh} />}
      {items === undefined && list.fault.value === undefined ? <Waiting rows={3} height={64} /> : null}
      {items?.length === 0 ? <p class="soft">{access.none}</p> : null}
      {items === undefined || items.length === 0 ? null : (
        <div class="card rows">
          {items.map((one) => (
            <ChannelRow key={one.name} one={one} />
          ))}
        </div>
      )}
    </div>
  );
}

function ChannelRow({ one }: { one: Channel }) {
  const { access } = texts.value;
  const isTrying = useSignal(false);
  const ended = useSignal<ChannelTested | undefined>(undefined);
  const send = async () => {
    isTrying.value = true;
    ended.value = undefined;
    try {
      ended.value = await tryChannel(one.name, language.value);
    } catch (error) {
      say(faultText(faultOf(error)));
    }
    isTrying.value = false;
  };
  return (
    <div class="row">
      <span>
        <strong>{one.name}</strong> · {one.type}
        <br />
        <span class="soft">{labelled(access.paged, listed(one.people) || access.nobody)}</span>
        {ended.value === undefined ? null : <p role="status">{endText(ended.value)}</p>}
      </span>
      <button type="button" class="plain" disabled={isTrying.value} onClick={() => void send()}>
        {isTrying.value ? access.sending : access.sendTest}
      </button>
    </div>
  );
}

function endText({ outcome, detail, retryAfterSeconds }: ChannelTested): string {
  const { access, eventFacts } = texts.value;
  const said = attemptLine(detail, outcome === 'delivered', eventFacts.attempt);
  const wait = retryAfterSeconds === null ? '' : ` ${access.leftAlone(retryAfterSeconds)}`;
  return (outcome === 'delivered' ? access.taken(said) : access.notTaken(said)) + wait;
}
