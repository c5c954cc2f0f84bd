import { expect, it } from 'vitest';
import { type HostOfPlace, placesOf } from './places-of.ts';

it('of more hosts than a map can show those in trouble are there, and every site says how many it has', () => {
  const hosts = Array.from({ length: 3000 }, (_, at): HostOfPlace => {
    const name = String(at).padStart(4, '0');
    const site = at % 3;
    return {
      id: `acme.${name}`,
      name,
      presence: at === 2998 ? 'offline' : 'online',
      customerId: 'acme',
      customerName: 'Acme',
      siteId: `s${site}`,
      siteName: null,
      rank: at === 2999 ? 3 : null,
    };
  });
  const places = placesOf(hosts);
  expect(places.map(({ site, count, inTrouble }) => [site.id, count, inTrouble])).toEqual([
    ['s2', 1000, 1],
    ['s1', 1000, 1],
    ['s0', 1000, 0],
  ]);
  expect(places[0]?.hosts[0]).toMatchObject({ name: '2999', severity: 'critical' });
  expect(places[1]?.hosts[0]).toMatchObject({ name: '2998', presence: 'offline' });
  expect(places.flatMap((place) => place.hosts).length).toBe(2000);
});
