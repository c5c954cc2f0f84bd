import { expect, it } from 'vitest';
import { dutySchema } from './config.ts';
import { decideOtherWay } from './decide-other-way.ts';

const duty = dutySchema.parse([
  { name: 'Ada', channels: ['hook', 'mail'] },
  { name: 'Wang', severities: ['critical'], channels: ['mail'] },
]);
const page = (text: string) => {
  const [person = '', channel = '', state = ''] = text.split(' ');
  return { person, channel, state };
};

it.each([
  ['Ada hook failed; Ada mail queued', 'another-channel'],
  ['Ada hook failed; Ada mail delivered', 'another-channel'],
  ['Ada hook failed; Ada mail failed', 'next-person'],
  ['Ada hook failed; Ada mail failed; Wang mail queued', 'another-person-paged'],
  ['Ada hook failed; Ada mail failed; Wang mail failed', 'nobody-left'],
])('%s: %s', (pages, because) => {
  const way = decideOtherWay({ person: 'Ada', reason: 'opened' }, pages.split('; ').map(page), duty);
  expect(way.because).toBe(because);
  if (way.because === 'next-person') expect(way).toMatchObject({ person: { name: 'Wang' } });
});

it('a person is paged by channels that were not tried before anybody else is: the config has changed since', () => {
  const way = decideOtherWay({ person: 'Ada', reason: 'opened' }, [page('Ada old failed')], duty);
  expect(way).toMatchObject({
    because: 'untried-channel',
    person: { name: 'Ada', channels: ['hook', 'mail'] },
  });
  const gone = decideOtherWay({ person: 'Bob', reason: 'opened' }, [page('Bob old failed')], duty);
  expect(gone).toMatchObject({ because: 'next-person', person: { name: 'Ada' } });
});

it('that a fault is over is told to nobody else', () => {
  const way = decideOtherWay({ person: 'Ada', reason: 'recovered' }, [page('Ada hook failed')], duty);
  expect(way.because).toBe('nothing-wrong');
});
