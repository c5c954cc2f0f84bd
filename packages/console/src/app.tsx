import { computed, effect, signal, untracked } from '@preact/signals';
import type { ComponentChild } from 'preact';
import { useEffect } from 'preact/hooks';
import { type Fault, faultOf } from './api/fault.ts';
import { followHosts, followLive } from './api/live.ts';
import { readSession } from './api/sign-in.ts';
import { after } from './clock.ts';
import { Frame } from './frame/frame.tsx';
import { bringRest, deskPages, portalPages } from './pages.tsx';
import { NowherePage } from './pages/nowhere.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { FaultNote, Waiting } from './parts/states.tsx';
import { mayOpen } from './state/may-open.ts';
import type { Piece } from './state/piece.ts';
import { route } from './state/route.ts';
import { actingRole, mayDo, session } from './state/session.ts';
import type { Route } from './words/route-of.ts';

/** Why nobody knows who is signed in. */
const fault = signal<Fault | undefined>(undefined);

function findOutWho(): void {
  fault.value = undefined;
  readSession().catch((error: unknown) => {
    if (session.value === undefined) fault.value = faultOf(error);
  });
}

const isOut = computed(() => session.value === null);
/** The first page follows hosts itself by then. */
const FIRST_MS = 3000;

/** Asks all at once for what the first page needs: the line for changes, who is signed in, and its code, which is most often a page of the desk. */
export function begin(): void {
  followAtOnce();
  findOutWho();
  const page = pageAt(route.value);
  if (page !== undefined) void deskPages[page].bring().catch(() => undefined);
}

/** Follows changes for as long as somebody is, or may be, signed in. The line is asked for first: what is read once it is open need not be read again when it opens. */
function followAtOnce(): void {
  const at = route.value;
  const letGo = followHosts(at.page === 'hosts' ? 'all' : at.page === 'host' ? [at.id] : []);
  after(FIRST_MS, letGo);
  effect(() => (isOut.value ? undefined : untracked(followLive)));
}

/** The console: a door, or the page of the address. */
export function App() {
  if (session.value === null) return <SignInPage />;
  if (fault.value !== undefined)
    return (
      <main class="door">
        <FaultNote fault={fault.value} retry={findOutWho} />
      </main>
    );
  if (session.value === undefined) return null;
  return (
    <Frame>
      <CurrentPage />
    </Frame>
  );
}

/** Which page shows at an address. Whoever leads the desk looks at all of it first; whoever works at it has cases. */
function pageAt({ page }: Route): keyof typeof deskPages | undefined {
  if (page === 'nowhere') return undefined;
  return page !== 'start' ? page : actingRole() === 'manager' ? 'overview' : 'cases';
}

function CurrentPage() {
  const at = route.value;
  const pages = mayDo('desk.read') ? deskPages : portalPages;
  useEffect(() => bringRest(pages), [pages]);
  const page = mayOpen(at.page) ? pageAt(at) : undefined;
  const piece = page === undefined ? undefined : pages[page];
  // Each page is given its own address alone, which no type can say of one that is looked up.
  return piece === undefined ? <NowherePage /> : <PieceOf piece={piece as Piece<ShowAny>} at={at} />;
}

type ShowAny = (at: Route) => ComponentChild;

function PieceOf({ piece, at }: { piece: Piece<ShowAny>; at: Route }) {
  const show = piece.code.value;
  useEffect(() => void piece.want(), [piece]);
  if (show !== undefined) return <>{show(at)}</>;
  if (piece.fault.value === undefined) return <Waiting rows={6} height={56} />;
  return <FaultNote fault={piece.fault.value} retry={() => void piece.want()} />;
}
