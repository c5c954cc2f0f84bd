import type { PlainEvent } from '../../clocks/minute-count.ts';
import {
  type As,
  type Deed,
  type Fault,
  type Levels,
  SEVERITIES,
  type Severity,
  type Step,
} from './fault.ts';

type State =
  | 'open'
  | 'acknowledged'
  | 'diagnosing'
  | 'on-site-needed'
  | 'on-site'
  | 'on-hold'
  | 'resolved'
  | 'confirmed'
  | 'ended';

export const WELL: Levels = { software: [0, 0], data: [0, 0], network: [0, 0], hardware: [0, 0] };

/** One fault's life as it is made up: what may happen next follows from what has happened, as docs/cases.md says it. */
export class Life {
  readonly fault: Fault;
  readonly steps: Step[] = [];
  state: State = 'open';
  severity: Severity;
  at: number;
  #before: State = 'acknowledged';
  #heldUntil: number | null = null;
  /** How bad the two readings of its category are. */
  levels: [number, number];
  recoveredAt: number | null = null;
  /** Its second reading has been bad already. */
  hadSecond = false;
  /** When it was ended last. */
  endedAt = 0;

  constructor(fault: Fault) {
    this.fault = fault;
    this.severity = fault.severity;
    this.at = fault.opened;
    this.levels = [fault.door === 'alert' ? SEVERITIES.indexOf(fault.severity) + 1 : 0, 0];
    const { severity, category, owed } = fault;
    const opened = { severity, category, terms: owed.terms };
    if (fault.door !== 'split')
      this.#write(fault.door === 'alert' ? this.#reading() : { kind: 'open' }, ['opened', opened]);
  }

  /** Lets minutes pass; a hold with an end is over then. */
  pass(minutes: number): void {
    this.at += minutes;
    if (this.state === 'on-hold' && this.#heldUntil !== null && this.#heldUntil <= this.at)
      this.state = this.#before;
  }

  get isOpen(): boolean {
    return !['resolved', 'confirmed', 'ended'].includes(this.state);
  }

  get isTaken(): boolean {
    return this.isOpen && this.state !== 'open';
  }

  act(path: string, as: As, body?: object, ...lines: [string, Partial<PlainEvent>?][]): void {
    this.#write({ kind: 'act', path, as, ...(body === undefined ? {} : { body }) }, ...lines);
  }

  do(deed: Deed, ...lines: [string, Partial<PlainEvent>?][]): void {
    this.#write(deed, ...lines);
  }

  answered(): [string][] {
    return this.state === 'open' ? [['acknowledged']] : [];
  }

  answer(deed: Deed): void {
    this.#write(deed, ['acknowledged']);
    this.state = 'acknowledged';
  }

  diagnose(as: As): void {
    this.act('diagnose', as, { text: 'the pool is too small' }, ...this.answered(), ['diagnosed']);
    if (this.state === 'open' || this.state === 'acknowledged') this.state = 'diagnosing';
  }

  goThere(as: As): void {
    this.act('need-on-site', as, { text: '' }, ...this.answered(), ['on-site-needed']);
    this.state = 'on-site-needed';
  }

  arrive(as: As): void {
    this.act('arrive', as, { text: '' }, ...this.answered(), ['on-site-arrived']);
    this.state = 'on-site';
  }

  hold(as: As, reason: string, until: number | null): void {
    const iso = until === null ? null : new Date(until * 60_000).toISOString();
    this.act('hold', as, { reason, until: iso, text: 'we wait' }, ['held', { reason, until }]);
    if (this.state !== 'on-hold') this.#before = this.state;
    this.state = 'on-hold';
    this.#heldUntil = until;
  }

  resume(as: As): void {
    this.act('resume', as, {}, ['resumed']);
    this.state = this.#before;
  }

  giveBack(as: As): void {
    this.act('give-back', as, {}, ['given-back']);
    this.state = 'open';
  }

  handOn(as: As, to: string): void {
    this.act('hand-on', as, { to, note: 'my shift ends' }, ...this.answered());
    if (this.state === 'open') this.state = 'acknowledged';
  }

  grade(as: As, severity: Severity): void {
    const lines: [string, Partial<PlainEvent>][] =
      severity === this.severity ? [] : [['severity-changed', { severity }]];
    this.act('severity', as, { severity, text: 'as we see it' }, ...lines);
    this.severity = severity;
  }

  /** It ends, and its alerts are well or say nothing any more. */
  resolve(as: As, body: object = {}): void {
    this.act('resolve', as, { cause: 'a leak', solution: 'mended', ...body }, ['resolved']);
    this.state = 'resolved';
    this.endedAt = this.at;
  }

  end(as: As, path: 'close' | 'cancel'): void {
    const lines: [string][] =
      path === 'cancel' ? [['cancelled']] : this.isOpen ? [['resolved'], ['closed']] : [['closed']];
    this.act(path, as, { text: 'done' }, ...lines);
    this.state = 'ended';
  }

  /** Somebody says that it is not solved. What was quiet still is. */
  reopened(deed: Deed): void {
    this.#write(deed, ['reopened']);
    this.state = 'open';
  }

  /** It opens again by itself, because what fired when it was ended still does. */
  comesBack(at: number): void {
    this.at = at;
    this.steps.at(-1)?.lines.push({ minute: at, kind: 'reopened' });
    this.state = 'open';
    this.recoveredAt = null;
  }

  /** What its host measures changes: the first reading got worse, or a second one of its category did. */
  measure(which: 0 | 1, level: number): void {
    const worst = SEVERITIES[level - 1];
    const [firing, rank] = [Math.max(0, ...this.levels), SEVERITIES.indexOf(this.severity)];
    const isNew = this.levels[which] === 0 && level > 0;
    this.levels[which] = level;
    if (which === 1) this.hadSecond = true;
    const lines: [string, Partial<PlainEvent>?][] = [];
    const wasQuiet = this.recoveredAt;
    this.recoveredAt = Math.max(...this.levels) === 0 ? (wasQuiet ?? this.at) : null;
    if (isNew && wasQuiet !== null && this.at - wasQuiet > 30) lines.push(['reopened']);
    else if (isNew && which === 1 && this.isTaken && level > firing) lines.push(['worsened']);
    if (worst !== undefined && level - 1 > rank) {
      lines.push(['severity-raised', { severity: worst }]);
      this.severity = worst;
    }
    if (lines[0] !== undefined && lines[0][0] !== 'severity-raised') this.state = 'open';
    this.#write(this.#reading(), ...lines);
  }

  /** It is there again soon after it was ended. */
  recur(): void {
    const level = SEVERITIES.indexOf(this.fault.severity) + 1;
    this.levels = [level, 0];
    this.recoveredAt = null;
    const isWorse = level - 1 > SEVERITIES.indexOf(this.severity);
    const raised: [string, Partial<PlainEvent>?][] = isWorse
      ? [['severity-raised', { severity: this.fault.severity }]]
      : [];
    if (isWorse) this.severity = this.fault.severity;
    this.state = 'open';
    this.#write(this.#reading(), ['reopened'], ...raised);
  }

  /** It is ended though it fires, and opens again by itself unless that is over. */
  resolveForNow(as: As): void {
    this.#write(this.#reading());
    this.resolve(as, { whileFiring: 'comes-back' });
  }

  /** All is well again on its host. */
  recover(): void {
    if (Math.max(...this.levels) > 0) this.recoveredAt ??= this.at;
    this.levels = [0, 0];
    this.#write(this.#reading());
  }

  #reading(): Deed {
    return { kind: 'read', levels: { ...WELL, [this.fault.category]: [...this.levels] } };
  }

  #write(deed: Deed, ...lines: [string, Partial<PlainEvent>?][]): void {
    this.steps.push({
      at: this.at,
      fault: this.fault.number,
      deed,
      lines: lines.map(([kind, more]) => ({ minute: this.at, kind, ...more })),
    });
  }
}
