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

it('that a fault is over is told to nobody else', () => {
  const way = decideOtherWay({ person: 'Ada', reason: 'recovered' }, [page('Ada hook failed')], duty);
  expect(way.because).toBe('nothing-wrong');
});
