/** Who is asked for a case, one after the other. */
export const escalation = {
  title: 'Who is asked',
  chain: (name: string, team: string) => `Chain ${name} of ${team}`,
  asked: 'Asked last',
  next: 'Next',
  /** What stands before the time that is left. */
  in: 'in',
  place: (step: number, steps: number) => `step ${step} of ${steps}`,
  walk: (round: number, rounds: number) => `walk ${round} of ${rounds}`,
  what: {
    step: (people: string) => people,
    'last-resort': (people: string) => `${people} (last resort)`,
    lapse: (people: string) =>
      `Others are asked again if ${people === '' ? 'nobody' : people} is not seen at it`,
    progress: (people: string) => `${people}: how does it go?`,
    end: () => 'The chain is at its end',
  },
  nobodyElse: 'The chain is at its end: nobody else is asked.',
  lapsed: (person: string) => `${person} has the case and was not seen at it. Whoever answers has it.`,
  answer: 'I am at it',
};
