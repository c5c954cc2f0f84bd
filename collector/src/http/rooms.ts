import type {
  Attachment,
  ClocksExplainedView,
  EscalationView,
  Language,
  LatestSeries,
  PolicyPreview,
  SeriesData,
  Severity,
  UntiedRule,
  Visibility,
  WatchView,
} from '@watchcase/api';
import type { EnrolReply, EnrolRequest } from '@watchcase/protocol';
import type { Clock, Log } from '@watchcase/runtime';
import type { ChatIn } from '../chat-in/index.ts';
import type { Directory } from '../directory/index.ts';
import type { FigureRoom } from '../figures/index.ts';
import type { Knowledge } from '../knowledge/index.ts';
import type { Access, Provider } from '../access/index.ts';
import type {
  CaseAction,
  FileSender,
  HostChange,
  IncomingFile,
  NewCase,
  SendResult,
  Tick,
} from '../model/index.ts';
import type { Packages } from '../packages/index.ts';
import type { Rollouts } from '../rollouts/index.ts';
import type { Store } from '../store/index.ts';
import type { Trust } from '../tls/index.ts';
import type { AgentDoor } from './agent-address.ts';
import type { Enrolments } from './enrolments.ts';

/** What has changed, as rooms hear of it. */
export interface HeardChange {
  hosts: readonly string[];
  cases: readonly number[];
  /** Those of the cases of which something has changed that their customer sees. */
  forCustomers: readonly number[];
}

/** What console and API listen on, and whether they speak TLS. */
export interface Listening {
  bound: string;
  port: number;
  secure: boolean;
}

/** Somebody's address by a channel; `person` is an id of the directory. */
export interface MethodPlace {
  person: string;
  channel: string;
  address: string;
}

/** Everything the HTTP room asks of the rest of the house. */
export interface HttpRooms {
  store: Store;
  clock: Clock;
  log: Log;
  access: Access;
  /** Another program that knows people; undefined without one. */
  provider: Provider | undefined;
  /** Mails some lines to somebody; undefined where no mail server is known. */
  mailer:
    | ((mail: { to: string; subject: string; lines: readonly string[] }) => Promise<SendResult>)
    | undefined;
  enrolments: Enrolments;
  directory: Directory;
  /** Folder with the console's built pages. */
  consoleFolder: string;
  /** Addresses and networks of proxies whose X-Forwarded-For is believed. */
  trustedProxies: readonly string[];
  /** Address people reach us at; decides whether cookies are Secure. */
  publicUrl(): string;
  /** The same as far as the config says it. */
  configuredUrl: string | undefined;
  /** What console and API listen on. */
  listening(): Listening;
  /** Where agents connect. */
  agentDoor(): AgentDoor;
  /** The agent's packages that hosts fetch here. */
  packages: Pick<Packages, 'all' | 'index' | 'keyPin' | 'path'>;
  /** Versions of the agent on their way to hosts. */
  rollouts: Rollouts;
  /** The authority of our own that hosts trust from their token on; undefined where they trust whom their machine trusts. */
  authority(): Trust | undefined;
  /** Whether the collector does its job, and if not, why; warnings do not make it unready. */
  ready(): {
    ok: boolean;
    reasons: string[];
    warnings: string[];
    queue: { messages: number; ageSeconds: number };
    slowDown: number;
    /** How it watches over itself: a fault of that is no reason not to be asked. */
    watch: WatchView;
  };
  metricsText(): Promise<{ contentType: string; body: string }>;
  request(method: string, route: string, status: number, seconds: number): void;
  /** Does what a person asked; rejects with a UserError. */
  act(caseId: number, action: CaseAction): Promise<void>;
  /** Opens a case as a person asked, once for each key; gives its id. Rejects with a UserError. */
  openCase(wanted: NewCase): Promise<number>;
  /** The case that was opened under a key. */
  openedAs(key: string): Promise<number | undefined>;
  /** Files of cases. */
  attachments: {
    /** Puts a file down and makes it part of a case. Rejects with a UserError. */
    attach(caseId: number, file: IncomingFile, who: FileSender): Promise<Attachment>;
    /** One that the reader may see: of this visibility `only`, or any. Errors: ATTACHMENT_NOT_FOUND. */
    read(wanted: {
      caseId: number;
      id: string;
      only: Visibility | undefined;
    }): Promise<{ name: string; type: string; data: Uint8Array }>;
  };
  /** Takes customers' mail; without a token nobody may deliver any. */
  mail: {
    token: string | undefined;
    take(source: Buffer): Promise<'open' | 'answer' | 'nothing' | 'too-many'>;
    /** What stands in the subject of mail about a case. */
    tag(caseId: number): string;
  };
  /** Takes what people answer to pages by chat. */
  chat: Pick<ChatIn, 'take'>;
  /** What was learned from earlier faults. */
  knowledge: Pick<Knowledge, 'articles' | 'findCases' | 'likes'>;
  /** How the service is judged. */
  figures: Pick<FigureRoom, 'read' | 'caseIds'>;
  /** Changes a host as a person asked; rejects with a UserError. */
  changeHost(id: string, change: HostChange): Promise<void>;
  /** Ends the connections of a host whose credential was taken from it; false where the broker cannot be told. */
  cutOff(id: string): Promise<boolean>;
  /** Ways to reach people. */
  channels: {
    list(): readonly { name: string; type: string; people: readonly string[] }[];
    /** Sends a real page by one of them that says that it is a test. */
    test(name: string, by: { person: string; language: Language; publicUrl: string }): Promise<SendResult>;
  };
  /** People's own addresses. */
  methods: {
    /** Channels that reach people at addresses of their own. */
    channels(): readonly { name: string; type: string }[];
    /** Why a channel does not reach an address; undefined when it does, or is not there. */
    faultOf(channel: string, address: string): string | undefined;
    /** Which addresses are verified, and who can be paged at all. */
    known(): Promise<{
      isVerified(method: MethodPlace): boolean;
      isReached(person: string): boolean;
      hasPersonalChannels: boolean;
    }>;
    /** Sends a code to an address; rejects with a UserError. */
    sendCode(
      method: MethodPlace,
      by: { person: string; language: Language; publicUrl: string },
    ): Promise<SendResult>;
    /** Takes a code that was typed in; rejects with a UserError. */
    check(method: MethodPlace, code: string): Promise<void>;
  };
  /** Names of everybody who can be told of a case: those of the config's duty first. */
  people(): Promise<readonly string[]>;
  /** The name of who can be told when a case is handed on to them, by id or name; undefined for nobody. */
  reachable(nameOrId: string): Promise<string | undefined>;
  /** Who is on duty now, by the rotas or else by the config, and for what. */
  onDuty(): Promise<readonly { name: string; severities: readonly Severity[] }[]>;
  enrol(request: EnrolRequest): Promise<EnrolReply>;
  /** A host's newest values and when it was heard; undefined for a host that is not known. */
  live(hostId: string):
    | {
        lastHeard: number | null;
        lastSample: number | null;
        series: LatestSeries[];
        /** What could not be taken, by reason. */
        refused: { reason: string; count: number; lastAt: number }[];
      }
    | undefined;
  history(wanted: {
    hostId: string;
    series: readonly string[];
    fromMs: number;
    toMs: number;
    points: number;
  }): SeriesData;
  /** On how many hosts each rule is in service, and why on how many it is not. */
  rules(): readonly { rule: string; hosts: number; untied: readonly (UntiedRule & { hosts: number })[] }[];
  /** Rules that do not fit a host. */
  untiedOf(hostId: string): readonly UntiedRule[];
  /** Reads an acknowledge link. */
  readLink(token: string): { caseId: number; person: string } | { fault: 'invalid' | 'expired' };
  /** Makes a customer's link, and reads one. */
  customerLinks: {
    make(caseId: number, contact: string): string;
    read(token: string): { caseId: number; contact: string } | { fault: 'invalid' | 'expired' };
  };
  /** Time zone in which somebody who is paged reads. */
  zoneOf(person: string): Promise<string>;
  /** Which steps of playbooks are done in a case, by `stepKey`. */
  ticksOf(caseId: number): Promise<ReadonlyMap<string, Tick>>;
  /** Why each clock of a case stands as it does; undefined when there is no such case. */
  explainClocks(caseId: number): Promise<ClocksExplainedView | undefined>;
  /** Who was asked for a case, and who is next; undefined when there is no such case. */
  explainEscalation(caseId: number): Promise<EscalationView | undefined>;
  /** When what would be due by a policy for a case that opens `at`, Unix milliseconds; `calendar`: the contract's. Undefined where there is no such policy, or calendar. */
  previewPolicy(
    policy: string,
    question: { at: number; calendar?: string | undefined; scope: 'covered' | 'outside' },
  ): Promise<PolicyPreview | undefined>;
  /** Calls `listener` with what has changed, until the returned function is called. */
  subscribe(listener: (change: HeardChange) => void): () => void;
}
