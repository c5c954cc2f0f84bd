import { expect, it } from 'vitest';
import { preferredLanguage } from '../words/preferred-language.ts';
import { routeOf } from '../words/route-of.ts';

it.each([
  ['/', { page: 'start' }],
  ['/overview', { page: 'overview' }],
  ['/cases/', { page: 'cases' }],
  ['/cases/42', { page: 'case', id: 42 }],
  ['/cases/042', { page: 'nowhere' }],
  ['/cases/x', { page: 'nowhere' }],
  ['/hosts', { page: 'hosts' }],
  ['/hosts/new', { page: 'add-host' }],
  ['/hosts/acme.db-1', { page: 'host', id: 'acme.db-1' }],
  ['/hosts/acme%2Edb', { page: 'host', id: 'acme.db' }],
  ['/hosts/%E0%A4%A', { page: 'host', id: '%E0%A4%A' }],
  ['/settings', { page: 'settings' }],
  ['/cases/1/more', { page: 'nowhere' }],
  ['/elsewhere', { page: 'nowhere' }],
])('%s leads to %j', (path, route) => {
  expect(routeOf(path)).toEqual(route);
});

it.each([
  [['zh-CN', 'en'], 'zh-CN'],
  [['zh'], 'zh-CN'],
  [['de', 'zh-Hans-CN', 'en'], 'zh-CN'],
  [['en-GB', 'zh-CN'], 'en'],
  [['de', 'fr'], 'en'],
  [[], 'en'],
])('speaks to %j in %s', (wanted, language) => {
  expect(preferredLanguage(wanted)).toBe(language);
});
