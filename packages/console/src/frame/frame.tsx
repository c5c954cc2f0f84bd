import { useSignalEffect } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import { Icon, type IconName } from '../parts/icon.tsx';
import { Link } from '../parts/link.tsx';
import { MoreMenu } from '../parts/more-menu.tsx';
import { Toast } from '../parts/toast.tsx';
import { attention, followAttention } from '../state/attention.ts';
import { pageName } from '../state/page-name.ts';
import { mayOpen } from '../state/may-open.ts';
import { route } from '../state/route.ts';
import { actingRole, mayDo } from '../state/session.ts';
import { texts } from '../texts/index.ts';
import type { Route } from '../words/route-of.ts';
import { ConnectionMark, LostBanner } from './connection.tsx';
import { QuickSwitches } from './switches.tsx';
import { WatchBanner } from './watch-banner.tsx';

type PlaceName =
  | 'overview'
  | 'cases'
  | 'report'
  | 'hosts'
  | 'backups'
  | 'knowledge'
  | 'figures'
  | 'oncall'
  | 'addHost'
  | 'directory'
  | 'settings';
interface Place {
  name: PlaceName;
  to: string;
  icon: IconName;
  /** The first says whom it is for. */
  pages: readonly [Route['page'], ...Route['page'][]];
  /** Folded away: the bar is as wide as a page, and has no room for all. */
  seldom?: true;
}
const settings: Place = {
  name: 'settings',
  to: '/settings',
  icon: 'settings',
  pages: ['settings', 'accounts', 'channels', 'rollouts'],
};
const hosts: Place = { name: 'hosts', to: '/hosts', icon: 'hosts', pages: ['hosts', 'host'] };
const deskPlaces: readonly Place[] = [
  { name: 'overview', to: '/overview', icon: 'overview', pages: ['overview'] },
  { name: 'cases', to: '/cases', icon: 'cases', pages: ['cases', 'case', 'new-case', 'follow-ups'] },
  hosts,
  { name: 'backups', to: '/backups', icon: 'backup', pages: ['backups', 'backup-job'] },
  { name: 'knowledge', to: '/knowledge', icon: 'book', pages: ['knowledge', 'article'] },
  { name: 'oncall', to: '/oncall', icon: 'clock', pages: ['oncall'], seldom: true },
  { name: 'figures', to: '/figures', icon: 'figures', pages: ['figures', 'figure-cases'], seldom: true },
  { name: 'addHost', to: '/hosts/new', icon: 'add', pages: ['add-host'], seldom: true },
  {
    name: 'directory',
    to: '/directory',
    icon: 'directory',
    pages: ['directory', 'records', 'record', 'new-record', 'audit'],
    seldom: true,
  },
  { ...settings, seldom: true },
];
const portalPlaces: readonly Place[] = [
  { name: 'cases', to: '/cases', icon: 'cases', pages: ['cases', 'case'] },
  { name: 'report', to: '/cases/new', icon: 'add', pages: ['new-case'] },
  hosts,
  settings,
];

/** Where this reader may go; `start` is one of the others by another address. */
function placesNow(): { place: Place; isCurrent: boolean }[] {
  const isDesk = mayDo('desk.read');
  const { page } = route.value;
  const at = page === 'start' ? (isDesk && actingRole() === 'manager' ? 'overview' : 'cases') : page;
  return (isDesk ? deskPlaces : portalPlaces)
    .filter(({ pages }) => mayOpen(pages[0]))
    .map((place) => ({ place, isCurrent: place.pages.includes(at) }));
}

/** What surrounds every page once somebody is signed in: places to go, the state of the connection. */
export function Frame({ children }: { children: ComponentChildren }) {
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
        <Link to="/" class="brand" label="Watchcase">
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
      {mayDo('desk.read') ? <WatchBanner /> : null}
      <main id="content">{children}</main>
      <Toast />
    </>
  );
}

function Places() {
  const { shell } = texts.value;
  const places = placesNow();
  const seldom = places.filter(({ place }) => place.seldom === true);
  const isThere = seldom.some(({ isCurrent }) => isCurrent);
  return (
    <nav class="places" aria-label={shell.navigation}>
      {places
        .filter((one) => !seldom.includes(one))
        .map(({ place, isCurrent }) => (
          <PlaceLink key={place.name} place={place} isCurrent={isCurrent} />
        ))}
      {seldom.length === 0 ? null : (
        <MoreMenu class={`more-places ${isThere ? 'there' : ''}`} label={shell.others}>
          {seldom.map(({ place, isCurrent }) => (
            <PlaceLink key={place.name} place={place} isCurrent={isCurrent} />
          ))}
        </MoreMenu>
      )}
    </nav>
  );
}

interface PlaceLinkProps {
  place: Place;
  isCurrent: boolean;
}

function PlaceLink({ place: { name, to, icon }, isCurrent }: PlaceLinkProps) {
  const { shell } = texts.value;
  return (
    <Link to={to} current={isCurrent}>
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
