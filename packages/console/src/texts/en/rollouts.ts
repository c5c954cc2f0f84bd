/** Versions of the agent on their way to hosts. */
export const rollouts = {
  title: 'Agent upgrades',
  lead: 'A version goes to one host first, then to a tenth, then to all that take it, and stops by itself when one of them does not come through.',
  start: 'Roll a version out',
  version: 'Version',
  versionHint: 'As "watchcase packages list" has it.',
  first: 'Host that has it first',
  firstHint: 'Its id; empty: one that is online.',
  none: 'No version was rolled out yet',
  noneText:
    'Give the collector packages by "watchcase packages add FILE", and enable upgrades on both sides.',
  states: { running: 'Under way', stopped: 'Stopped', done: 'Done' },
  stages: { first: 'one host', tenth: 'a tenth', all: 'all hosts' },
  step: (stage: string) => `Step: ${stage}`,
  outcomes: {
    installed: 'runs it',
    'rolled-back': 'went back',
    refused: 'refused',
    waiting: 'has not answered',
  },
  counts: {
    installed: (count: number) => (count === 1 ? '1 runs it' : `${count} run it`),
    'rolled-back': (count: number) => `${count} went back`,
    refused: (count: number) => `${count} refused`,
    waiting: (count: number) => `${count} not answered yet`,
  },
  before: (version: string) => `before: ${version}`,
  startedBy: (name: string) => `begun by ${name}`,
  stop: 'Stop',
  stopQuestion: (version: string) =>
    `No further host is asked to run ${version}. Hosts that run it already, or are about to, keep it.`,
  again: 'Go on',
  againQuestion: (version: string) =>
    `Hosts that do not run ${version} yet are asked again: one of them first. Those that went back or refused are asked too.`,
  /** Why a roll-out stands as it does. */
  why: {
    reasons: {
      begun: 'begun',
      'nobody has it yet': 'nobody has it yet',
      'all before are well': 'all before are well',
      'hosts have come back': 'hosts have come back',
      'all hosts have it': 'all hosts have it',
      'rolled back': 'rolled back',
      refused: 'refused',
      'went offline': 'went offline',
      'cannot read what it could': 'cannot read what it could before',
      'no answer': 'gave no answer',
    },
    asked: (count: number) => `${count} asked`,
    stoppedBy: (name: string) => `stopped by ${name}`,
    because: (what: string, why: string) => `${what}: ${why}`,
    further: (said: string, more: string) => `${said}. ${more}`,
  },
  and: ', ',
};
