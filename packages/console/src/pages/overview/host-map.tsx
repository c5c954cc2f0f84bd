import { useSignal } from '@preact/signals';
import type { HostSquare, SitePlace } from '@watchcase/api';
import { useRef } from 'preact/hooks';
import { Link } from '../../parts/link.tsx';
import { go } from '../../state/route.ts';
import { labelled, listed, texts } from '../../texts/index.ts';
import { squareKinds, squareOf, squareSigns } from '../../words/host-square.ts';

/**
 * Hosts as squares, by customer and site: a table to whoever hears it, in which every host is a link. The keyboard takes the map as one stop; arrows go from host to
 * host.
 */
export function HostMap({ places, count }: { places: readonly SitePlace[]; count: number }) {
  const { overview } = texts.value;
  const map = useRef<HTMLTableElement>(null);
  const at = useSignal<string | undefined>(undefined);
  const first = places[0]?.hosts[0]?.id;
  const stop = at.value ?? first;

  function walk(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowLeft: -1, ArrowDown: 10, ArrowUp: -10, Home: -1e9, End: 1e9 }[
      event.key
    ];
    const squares = [...(map.current?.querySelectorAll<HTMLAnchorElement>('a.square') ?? [])];
    const here = squares.indexOf(document.activeElement as HTMLAnchorElement);
    if (step === undefined || here < 0) return;
    event.preventDefault();
    const next = squares[Math.min(squares.length - 1, Math.max(0, here + step))];
    at.value = next?.dataset['host'];
    next?.focus();
  }

  return (
    <section class="card part host-map">
      <h2>
        {overview.hosts} <span class="figures tally">{count}</span>
      </h2>
      {places.length === 0 ? <p class="soft">{overview.noHosts}</p> : null}
      {places.length === 0 ? null : (
        <>
          <Legend />
          <table ref={map} onKeyDown={walk}>
            <thead class="unseen">
              <tr>
                <th scope="col">{overview.place}</th>
                <th scope="col">{overview.trouble}</th>
                <th scope="col">{overview.hostsColumn}</th>
              </tr>
            </thead>
            <tbody>
              {places.map((place) => (
                <Place key={`${place.customer.id} ${place.site.id}`} place={place} stop={stop} />
              ))}
            </tbody>
          </table>
          <p class="soft keys wide-only">{overview.keys}</p>
        </>
      )}
    </section>
  );
}

function Place({ place, stop }: { place: SitePlace; stop: string | undefined }) {
  const { overview } = texts.value;
  const { customer, site, hosts, count, inTrouble } = place;
  const search = new URLSearchParams({ customer: customer.id, site: site.id });
  return (
    <tr>
      <th scope="row">
        <Link to={`/hosts?${search.toString()}`}>
          {customer.name} / {site.name}
        </Link>
      </th>
      <td class={`figures ${inTrouble > 0 ? 'bad' : 'soft'}`}>{overview.inTrouble(inTrouble, count)}</td>
      <td>
        <ul class="squares">
          {hosts.map((host) => (
            <li key={host.id}>
              <Square host={host} isStop={host.id === stop} />
            </li>
          ))}
        </ul>
        {count > hosts.length ? <span class="soft">{overview.hidden(count - hosts.length)}</span> : null}
      </td>
    </tr>
  );
}

function Square({ host, isStop }: { host: HostSquare; isStop: boolean }) {
  const kind = squareOf(host);
  const name = labelled(host.name, wordsOf(host));
  const to = `/hosts/${encodeURIComponent(host.id)}`;
  return (
    <a
      href={to}
      class={`square ${kind}`}
      aria-label={name}
      title={name}
      data-host={host.id}
      tabIndex={isStop ? 0 : -1}
      onClick={(event) => {
        if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
        event.preventDefault();
        go(to);
      }}
    >
      <span aria-hidden="true">{squareSigns[kind]}</span>
    </a>
  );
}

/** Presence where it is not what one expects, and the worst case. */
function wordsOf({ presence, severity }: HostSquare): string {
  const { hosts, cases, overview } = texts.value;
  const words = [
    ...(presence === 'online' ? [] : [hosts.presence[presence]]),
    ...(severity === null ? [] : [cases.severity[severity]]),
  ];
  return words.length === 0 ? overview.well : listed(words);
}

function Legend() {
  const { overview, hosts, cases } = texts.value;
  const names = {
    ...cases.severity,
    offline: hosts.presence.offline,
    unknown: hosts.presence.unknown,
    never: hosts.presence.never,
    well: overview.well,
  };
  return (
    <ul class="legend" aria-label={overview.legend}>
      {squareKinds.map((kind) => (
        <li key={kind}>
          <span class={`square ${kind}`} aria-hidden="true">
            {squareSigns[kind]}
          </span>
          {names[kind]}
        </li>
      ))}
    </ul>
  );
}
