import { expect, it } from 'vitest';
import { dutySchema } from './config.ts';
import { decideOtherWay } from './decide-other-way.ts';
import { createRoster } from './roster.ts';

const duty = dutySchema.parse([
  { name: 'Ada', channels: ['hook', 'mail'] },
  { name: 'Wang', severities: ['critical'], channels: ['mail'] },
]);
const facts = { roster: createRoster({ duty, people: [] }), severity: 'critical', now: 0 } as const;
const page = (text: string) => {
  const [person = '', channel = '', state = ''] = text.split(' ');
  return { person, channel, address: null, state };
};

it.each([
  ['Ada hook failed; Ada mail queued', 'another-channel'],
  ['Ada hook failed; Ada mail delivered', 'another-channel'],
  ['Ada hook failed; Ada mail failed', 'next-person'],
  ['Ada hook failed; Ada mail failed; Wang mail queued', 'another-person-paged'],
  ['Ada hook failed; Ada mail failed; Wang mail failed', 'nobody-left'],
])('%s: %s', (pages, because) => {
  const way = decideOtherWay({ person: 'Ada', reason: 'opened' }, pages.split('; ').map(page), facts);
  expect(way.because).toBe(because);
  if (way.because === 'next-person') expect(way).toMatchObject({ person: 'Wang' });
});

it('a person is paged by channels that were not tried before anybody else is: the config has changed since', () => {
  const way = decideOtherWay({ person: 'Ada', reason: 'opened' }, [page('Ada old failed')], facts);
  expect(way).toMatchObject({
    because: 'untried-channel',
    person: 'Ada',
    ways: [{ channel: 'hook' }, { channel: 'mail' }],
  });
  const gone = decideOtherWay({ person: 'Bob', reason: 'opened' }, [page('Bob old failed')], facts);
  expect(gone).toMatchObject({ because: 'next-person', person: 'Ada' });
});

it('that a fault is over is told to nobody else', () => {
  const way = decideOtherWay({ person: 'Ada', reason: 'recovered' }, [page('Ada hook failed')], facts);
  expect(way.because).toBe('nothing-wrong');
});
