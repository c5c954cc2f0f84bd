import { useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { followLive } from '../api/live.ts';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { MoreMenu } from '../parts/more-menu.tsx';
import { Toast } from '../parts/toast.tsx';
import { attention, followAttention } from '../state/attention.ts';
import { pageName } from '../state/page-name.ts';
import { route } from '../state/route.ts';
import { texts } from '../texts/index.ts';
import type { Route } from '../words/route-of.ts';
import { ConnectionMark, LostBanner } from './connection.tsx';
import { QuickSwitches } from './switches.tsx';

type Place = 'cases' | 'hosts' | 'knowledge' | 'figures' | 'addHost' | 'directory' | 'settings';
interface PlaceToGo {
  name: Place;
  to: string;
  icon: IconName;
  pages: readonly Route['page'][];
  /** Folded away where there is no room for all. */
  seldom?: true;
}
const places: readonly PlaceToGo[] = [
  { name: 'cases', to: '/cases', icon: 'cases', pages: ['cases', 'case', 'new-case', 'follow-ups'] },
  { name: 'hosts', to: '/hosts', icon: 'hosts', pages: ['hosts', 'host'] },
  { name: 'knowledge', to: '/knowledge', icon: 'book', pages: ['knowledge', 'article'] },
  { name: 'figures', to: '/figures', icon: 'figures', pages: ['figures', 'figure-cases'], seldom: true },
  { name: 'addHost', to: '/hosts/new', icon: 'add', pages: ['add-host'], seldom: true },
  {
    name: 'directory',
    to: '/directory',
    icon: 'directory',
    pages: ['directory', 'records', 'record', 'new-record', 'audit'],
    seldom: true,
  },
  { name: 'settings', to: '/settings', icon: 'settings', pages: ['settings', 'accounts'], seldom: true },
];

/** What surrounds every page once somebody is signed in: places to go, the state of the connection. */
export function Frame({ children }: { children: ComponentChildren }) {
  useEffect(followLive, []);
  useEffect(followAttention, []);
  useSignalEffect(() => {
    const { count, text } = attention.value;
    document.title = `${count > 0 ? `(${text}) ` : ''}${pageName.value} - Watchcase`;
  });
  return (
    <>
      <a class="skip" href="#content">
        {texts.value.shell.skip}
      </a>
      <header class="top">
        <Link to="/cases" class="brand" label="Watchcase">
          <img src="/favicon.svg" alt="" width={26} height={26} />
          <span>Watchcase</span>
        </Link>
        <Places />
        <div class="side">
          <ConnectionMark />
          <QuickSwitches />
        </div>
      </header>
      <LostBanner />
      <main id="content">{children}</main>
      <Toast />
    </>
  );
}

function Places() {
  const { shell } = texts.value;
  const seldom = places.filter((place) => place.seldom === true);
  const isThere = seldom.some(({ pages }) => pages.includes(route.value.page));
  return (
    <nav class="places" aria-label={shell.navigation}>
      {places.map((place) => (
        <PlaceLink key={place.name} place={place} isSeldom={place.seldom === true} />
      ))}
      <MoreMenu class={`more-places ${isThere ? 'there' : ''}`} label={shell.others}>
        {seldom.map((place) => (
          <PlaceLink key={place.name} place={place} isSeldom={false} />
        ))}
      </MoreMenu>
    </nav>
  );
}

function PlaceLink({ place, isSeldom }: { place: PlaceToGo; isSeldom: boolean }) {
  const { shell } = texts.value;
  const { name, to, icon, pages } = place;
  return (
    <Link to={to} class={isSeldom ? 'seldom' : ''} current={pages.includes(route.value.page)}>
      <span class="picture">
        <Icon name={icon} size={22} />
      </span>
      <span>{shell[name]}</span>
      {name === 'cases' && attention.value.count > 0 ? (
        <span class={`count ${attention.value.overdue ? 'overdue' : ''}`}>{attention.value.text}</span>
      ) : null}
    </Link>
  );
}
