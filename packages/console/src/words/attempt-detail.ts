/** How an attempt to reach somebody ended, in the reader's words. */
interface AttemptTexts {
  /** A service's own code. */
  code: (code: string) => string;
  /** What a service means, by the words of the log; what is not known stands for itself. */
  answer: (means: string) => string;
  /** It was delivered: to a service, to a mail server. */
  taken: string;
  mailTaken: string;
  /** What a service means that says no more than a number of HTTP. */
  status: (status: number) => string;
  mailRefused: (isForGood: boolean) => string;
  /** Why there was no line to it, by the system's code; undefined for one that nobody knows. */
  noLine: (code: string) => string | undefined;
  noAnswer: string;
  takenOver: string;
  threw: string;
  unwritable: string;
  smtpLost: string;
  printed: string;
  noChannel: (channel: string) => string;
  notReached: (person: string) => string;
  notBy: (channel: string) => string;
  givenUp: (attempts: string, last: string) => string;
  withdrawn: (because: string) => string;
  faultBack: string;
  nothingTold: string;
  toldAlready: string;
  resolved: string;
  confirmed: string;
  closed: string;
  cancelled: string;
  acknowledged: string;
  recoveredAgain: string;
  answered: string;
  openAgain: string;
  notForCustomer: string;
  beforeRestore: (madeAt: string) => string;
}

/** Sentences of the collector, as they stand in the log of a case, and what says the same to the reader. */
const SENTENCES: readonly [RegExp, (words: AttemptTexts, found: readonly string[]) => string][] = [
  [/^no answer in time$/, (it) => it.noAnswer],
  [/^another collector may have taken over$/, (it) => it.takenOver],
  [/^the channel failed unexpectedly, see the log$/, (it) => it.threw],
  [/^cannot be written$/, (it) => it.unwritable],
  [/^SMTP connection failed$/, (it) => it.smtpLost],
  [/^printed$/, (it) => it.printed],
  [/^there is no channel "(.*)" any more$/, (it, [channel = '']) => it.noChannel(channel)],
  [/^(.*) is not reached$/, (it, [person = '']) => it.notReached(person)],
  [/^not reached by (.*)$/, (it, [channel = '']) => it.notBy(channel)],
  [
    /^given up after (\d+) attempts: (.*)$/,
    (it, [attempts = '', last = '']) => it.givenUp(attempts, attemptDetail(last, it)),
  ],
  [/^(HTTP \d+): (.*)$/, (it, [status = '', means = '']) => `${status}: ${meaningOf(means, it)}`],
  [/^code (\S+): (.*)$/, (it, [code = '', means = '']) => `${it.code(code)}: ${meaningOf(means, it)}`],
  [/^code (\S+)$/, (it, [code = '']) => it.code(code)],
  [/^withdrawn: (.*)$/, (it, [because = '']) => it.withdrawn(attemptDetail(because, it))],
  [/^the fault is back$/, (it) => it.faultBack],
  [/^nothing was told before$/, (it) => it.nothingTold],
  [/^it was told already$/, (it) => it.toldAlready],
  [/^the case is resolved$/, (it) => it.resolved],
  [/^the case is confirmed$/, (it) => it.confirmed],
  [/^the case is closed$/, (it) => it.closed],
  [/^the case is cancelled$/, (it) => it.cancelled],
  [/^the case is acknowledged$/, (it) => it.acknowledged],
  [/^the fault has recovered again$/, (it) => it.recoveredAgain],
  [/^somebody has answered meanwhile$/, (it) => it.answered],
  [/^the case is open again$/, (it) => it.openAgain],
  [/^it is not for the customer$/, (it) => it.notForCustomer],
  [
    /^it may have been sent after the backup of (.*), from which this collector was restored$/,
    (it, [madeAt = '']) => it.beforeRestore(madeAt),
  ],
];

function meaningOf(means: string, words: AttemptTexts): string {
  const told = words.answer(means);
  return told === means ? attemptDetail(means, words) : told;
}

/** What the log says of an attempt, in the reader's words (pure); anything else is another program's answer and stands for itself. */
export function attemptDetail(detail: string, words: AttemptTexts): string {
  for (const [sentence, say] of SENTENCES) {
    const found = sentence.exec(detail);
    if (found !== null) return say(words, found.slice(1));
  }
  return detail;
}

/** How an attempt ended, for people, and the code by which the other program said so: empty where it gave none. */
interface AttemptSaid {
  text: string;
  code: string;
}

/** The same, with codes in words and beside them (pure): `HTTP 200` is nothing that a reader needs to know, and what somebody asks for who looks into it. */
export function attemptSaid(detail: string, isDelivered: boolean, words: AttemptTexts): AttemptSaid {
  const [, attempts, last] = /^given up after (\d+) attempts: (.*)$/.exec(detail) ?? [];
  if (attempts !== undefined && last !== undefined) {
    const { text, code } = attemptSaid(last, isDelivered, words);
    return { text: words.givenUp(attempts, text), code };
  }
  const [, code, means] = /^(HTTP \d+|code \S+): (.*)$/.exec(detail) ?? [];
  if (code !== undefined && means !== undefined)
    return { text: meaningOf(means, words), code: attemptDetail(code, words) };
  const text = isDelivered ? takenText(detail, words) : refusedText(detail, words);
  return text === undefined
    ? { text: attemptDetail(detail, words), code: '' }
    : { text, code: attemptDetail(detail, words) };
}

/** In one line: `nothing listens at its address (ECONNREFUSED)` (pure). */
export function attemptLine(detail: string, isDelivered: boolean, words: AttemptTexts): string {
  const { text, code } = attemptSaid(detail, isDelivered, words);
  return code === '' ? text : `${text} (${code})`;
}

function takenText(detail: string, words: AttemptTexts): string | undefined {
  if (/^HTTP 2\d\d$|^code \S+$/.test(detail)) return words.taken;
  return /^2\d\d\b/.test(detail) ? words.mailTaken : undefined;
}

function refusedText(detail: string, words: AttemptTexts): string | undefined {
  const [, protocol, status = ''] = /^(HTTP|SMTP) (\d{3})$/.exec(detail) ?? [];
  if (protocol === 'HTTP') return words.status(Number(status));
  return protocol === undefined ? words.noLine(detail) : words.mailRefused(status.startsWith('5'));
}
