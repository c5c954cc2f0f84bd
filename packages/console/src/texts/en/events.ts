import type { CaseEventView } from '@watchcase/api';
import type { EventWords } from '../../words/event-words.ts';

const reason = (code: string): string =>
  (
    ({
      opened: 'new case',
      reopened: 'open again',
      worsened: 'a more severe fault',
      'given-back': 'given back',
      recovered: 'recovered',
      recurred: 'the fault is back',
      resolved: 'the case is resolved',
      'handed-on': 'handed on',
      raised: 'more severe',
      warning: 'nobody has answered',
      breached: 'target missed',
      step: 'nobody has answered',
      lapsed: 'no sign of life',
      progress: 'progress update overdue',
      forgotten: 'nobody is at it',
      'customer-received': 'their report is here',
      'customer-answered': 'somebody is at it',
      'customer-note': 'a note for them',
      'customer-resolved': 'it is solved',
    }) as Record<string, string>
  )[code] ?? code;

const why = (code: string): string => (code === '' ? '' : ` (${reason(code)})`);

const isLetter = (code: string): boolean => code.startsWith('customer-');

const relations: Readonly<Record<string, string>> = {
  related: 'related',
  'caused-by': 'it is the cause',
  causes: 'this is its cause',
  'duplicate-of': 'the same',
  follows: 'this follows from it',
  'followed-by': 'it follows from this',
};
const relation = (code: string): string => relations[code] ?? code;
const waits: Readonly<Record<string, string>> = {
  customer: 'the customer',
  supplier: 'a supplier',
  parts: 'parts',
};
const waiting = (code: string): string => waits[code] ?? code;

/** Where in its chain a case is. */
const place = ({ step, steps, round, rounds }: EventWords): string =>
  `Step ${step} of ${steps}${round === '1' ? '' : `, walk ${round} of ${rounds}`}`;

const away = (it: EventWords): string => (it.away === '' ? '' : `; away: ${it.away}`);

const escalated: Readonly<Record<string, (it: EventWords) => string>> = {
  asked: (it) => `${place(it)}: ${it.people} asked${away(it)}`,
  'nobody-on-duty': (it) => `${place(it)} passes at once: nobody is on duty${away(it)}`,
  'outside-hours': (it) => `${place(it)} passes at once: outside its hours`,
  'no-way': (it) => `${place(it)} passes at once: there is no way to reach anybody of it${away(it)}`,
  progress: (it) => `The customer has still not heard how it goes: ${it.people} asked`,
  'last-resort': (it) =>
    `Nobody has answered: last resort, ${it.people} asked${it.time === '1' ? '' : ` (${it.time})`}${it.isEvenAway ? ', although they are away: nobody else is left' : away(it)}`,
  end: () => 'The chain is at its end: nobody else is asked',
};

/** Every kind of line in a case's timeline, in plain words. */
export const events: Record<CaseEventView['kind'], (it: EventWords) => string> = {
  opened: (it) => `Case opened: ${it.text}`,
  'alert-joined': (it) => `Another alert joined: ${it.text}`,
  'severity-raised': (it) => `Severity raised from ${it.from} to ${it.severity}: ${it.text}`,
  'severity-lowered': (it) => `An alert became milder (${it.severity}): ${it.text}`,
  'too-many': (it) =>
    `Too many at once: ${[
      ...(it.fired > 0 ? [`${it.fired} more alerts fired`] : []),
      ...(it.recovered > 0 ? [`${it.recovered} more recovered`] : []),
    ].join(', ')}`,
  'alert-recovered': (it) => `Alert recovered: ${it.text}`,
  recovered: () => 'Everything is quiet again: the fault has recovered',
  recurred: (it) => `The fault came back: ${it.text}`,
  reopened: (it) =>
    it.because === 'still-firing'
      ? `Case open again, since the fault is still there: ${it.text}`
      : it.actor === 'watchcase'
        ? `Case open again: ${it.text}`
        : `${it.actor} opened the case again`,
  worsened: (it) => `A more severe fault is in the case, to be answered anew: ${it.text}`,
  retitled: (it) => `The case is now called: ${it.text}`,
  'alert-moved': (it) => `Moved to ${it.into}: ${it.text}`,
  merged: (it) => `The case has become part of ${it.into}`,
  'handed-on': (it) =>
    it.to === it.actor
      ? `${it.actor} took the case over from ${it.from}`
      : `${it.actor} handed the case on to ${it.to}`,
  'given-back': (it) => `${it.actor} gave the case back: nobody has it`,
  acknowledged: (it) =>
    `${it.actor} took the case${({ link: ' from the page’s link', api: ' through the API', chat: ' by chat' } as Record<string, string>)[it.via] ?? ''}`,
  note: (it) => (it.isForCustomer ? `Note by ${it.actor} to the customer` : `Note by ${it.actor}`),
  resolved: (it) =>
    `${it.actor} resolved the case${
      (
        {
          'comes-back': ' while it fired: it opens again if that goes on',
          'stays-resolved': ' although it fires',
        } as Record<string, string>
      )[it.because] ?? ''
    }`,
  closed: (it) => `${it.actor} closed the case`,
  warning: (it) => `${it.percent}% of the time to ${it.target} has passed`,
  breached: (it) => `Target missed: time to ${it.target}`,
  chain: (it) => `Escalation chain: ${it.name}`,
  escalated: (it) => escalated[it.because]?.(it) ?? 'The chain goes on',
  lapsed: (it) =>
    it.because === 'unassigned'
      ? 'Nobody has the case any more: it is asked for anew'
      : `${it.person} has the case and was not seen at it: it is asked for anew`,
  'page-queued': (it) =>
    isLetter(it.reason)
      ? `Mail to ${it.person} is to be sent (${reason(it.reason)})`
      : `Paging ${it.person} by ${it.channel} (${reason(it.reason)})`,
  'page-sent': (it) =>
    isLetter(it.reason)
      ? `${it.person} was written to (${reason(it.reason)})`
      : `${it.person} was paged by ${it.channel}${why(it.reason)}${it.attempt > 1 ? `, attempt ${it.attempt}` : ''}${it.newer === '' ? '' : `, with what came later (${reason(it.newer)})`}${it.others === '' ? '' : `, in one message with ${it.others}`}`,
  'page-retry': (it) =>
    isLetter(it.reason)
      ? `Mail to ${it.person} did not go through (attempt ${it.attempt}); trying again`
      : `Page to ${it.person} by ${it.channel} did not go through (attempt ${it.attempt}); trying again`,
  'page-failed': (it) =>
    isLetter(it.reason)
      ? `Mail to ${it.person} was not sent (${reason(it.reason)})`
      : `Page to ${it.person} by ${it.channel} failed for good (attempt ${it.attempt})`,
  'severity-changed': (it) => `${it.actor} changed the severity from ${it.from} to ${it.severity}`,
  absorbed: (it) => `${it.origin} has become part of this case`,
  split: (it) =>
    it.into === 'C-' ? `This case was split off ${it.origin}` : `${it.into} was split off this case`,
  linked: (it) => `${it.actor} linked ${it.linked} (${relation(it.relation)})`,
  assigned: (it) =>
    it.person === '' && it.team === ''
      ? `${it.actor} took the assignment back`
      : `${it.actor} assigned the case to ${it.person || it.team}`,
  watched: (it) => `${it.actor} watches the case`,
  unwatched: (it) => `${it.actor} watches the case no more`,
  diagnosed: (it) => `Diagnosis by ${it.actor}`,
  'on-site-needed': (it) => `${it.actor}: somebody must go there`,
  'on-site-arrived': (it) => `${it.actor} is on site`,
  held: (it) => `${it.actor} put the case on hold: waiting for ${waiting(it.reason)}`,
  resumed: (it) =>
    it.because === 'waited-long-enough'
      ? 'Waited long enough: the case goes on'
      : `${it.actor} goes on with the case`,
  'step-ticked': (it) => `${it.actor} did the step: ${it.text}`,
  'step-unticked': (it) => `${it.actor} took a step back: ${it.text}`,
  'work-logged': (it) =>
    `Work by ${it.person || it.actor}: ${it.labourMinutes} min labour, ${it.travelMinutes} min travel`,
  attached: (it) => `${it.actor} attached ${it.name}`,
  confirmed: (it) => `${it.actor} confirmed that it is solved`,
  rated: (it) => `${it.actor} rated the case ${it.stars} of 5`,
  cancelled: (it) => `${it.actor} cancelled the case`,
  terms: (it) =>
    it.policy === ''
      ? 'Contracts say nothing of the case any more'
      : `What is owed for the case has changed: ${it.contract === '' ? 'no contract' : `contract ${it.contract}`}, policy ${it.policy}${it.outside === '' ? '' : '; advice only / chargeable'}`,
  'nobody-to-page': (it) =>
    it.because === 'not-reached'
      ? 'Nobody of those who were asked is reached'
      : 'Nobody is on duty for this severity: nobody was paged',
  forgotten: (it) =>
    it.because === 'unreachable'
      ? 'Whoever has the case cannot be reached, and nothing was to come: somebody is asked by another way'
      : 'Nobody was at the case, and nothing was to come: somebody is asked by another way',
};

/** Facts below a line of the timeline. */
export const eventFacts = {
  cause: 'Cause',
  solution: 'Solution',
  recurrenceOf: (number: string) => `The same fault as in ${number}`,
  targets: {
    respond: 'respond',
    diagnose: 'diagnose',
    'on-site': 'on site',
    resolve: 'resolve',
    update: 'progress update',
  } as Record<string, string>,
  attempt: {
    code: (code: string) => `code ${code}`,
    answer: (means: string) => means,
    taken: 'the service has taken it',
    mailTaken: 'the mail server has taken it',
    status: (status: number): string =>
      ({
        401: 'it does not know us',
        403: 'it does not let us',
        404: 'there is nothing at its address',
        408: 'it waited too long',
        410: 'there is nothing at its address any more',
        429: 'it asks us to wait',
      })[status] ?? (status >= 500 ? 'the service is in trouble' : 'it does not take such a message'),
    mailRefused: (isForGood: boolean): string =>
      isForGood ? 'the mail server refuses it' : 'the mail server does not take it now',
    noLine: (code: string): string | undefined =>
      ({
        ECONNREFUSED: 'nothing listens at its address',
        ECONNRESET: 'the line was cut',
        EPIPE: 'the line was cut',
        ENOTFOUND: 'its name is not known',
        EAI_AGAIN: 'names cannot be looked up now',
        ETIMEDOUT: 'no line in time',
        EHOSTUNREACH: 'there is no way to it',
        ENETUNREACH: 'there is no way to it',
        EAUTH: 'the mail server does not know us',
      })[code],
    noAnswer: 'no answer in time',
    takenOver: 'another collector may have taken over',
    threw: 'the channel failed unexpectedly, see the log',
    unwritable: 'cannot be written',
    smtpLost: 'SMTP connection failed',
    printed: 'printed',
    noChannel: (channel: string) => `there is no channel "${channel}" any more`,
    notReached: (person: string) => `${person} is not reached`,
    notBy: (channel: string) => `not reached by ${channel}`,
    givenUp: (attempts: string, last: string) => `given up after ${attempts} attempts: ${last}`,
    withdrawn: (because: string) => `withdrawn: ${because}`,
    faultBack: 'the fault is back',
    nothingTold: 'nothing was told before',
    toldAlready: 'it was told already',
    resolved: 'the case is resolved',
    confirmed: 'the case is confirmed',
    closed: 'the case is closed',
    cancelled: 'the case is cancelled',
    acknowledged: 'the case is acknowledged',
    recoveredAgain: 'the fault has recovered again',
    answered: 'somebody has answered meanwhile',
    openAgain: 'the case is open again',
    notForCustomer: 'it is not for the customer',
    beforeRestore: (madeAt: string) =>
      `it may have been sent after the backup of ${madeAt}, from which this collector was restored`,
  },
};
