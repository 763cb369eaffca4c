import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { linkAmong, pathOfLink } from './deep-link.ts';
import { isOurPage } from './window/app-address.ts';

describe('a link to a page', () => {
  it.each([
    ['luka://run/12', '/runs/12'],
    ['luka://run/12/', '/runs/12'],
    ['luka://approval/4', '/approvals/4'],
    ['luka://task/nightly-backup', '/tasks/nightly-backup'],
    ['luka://agent/com.02luka.sync', '/agents/com.02luka.sync'],
    ['luka://document/9', '/knowledge/documents/9'],
    ['luka://schedule', '/schedule'],
    ['luka://settings', '/settings'],
  ])('%s opens %s', (link, path) => expect(pathOfLink(link)).toBe(path));

  it.each([
    'luka://run/0',
    'luka://run/12?x=1',
    'luka://run/12#x',
    'luka://run/12/cancel',
    'luka://run/../settings',
    'luka://run/%2e%2e',
    'luka://run/1e3',
    'luka://task/..',
    'luka://task/.hidden',
    'luka://task/a b',
    'luka://task/<script>',
    'luka://constructor/1',
    'luka://constructor',
    'luka://__proto__',
    'luka://freeze',
    'LUKA://run/12',
    'luka:run/12',
    'luka://user@run/12',
    'luka://run:80/12',
    'https://run/12',
    'javascript:alert(1)',
    '',
  ])('%s opens nothing', (link) => expect(pathOfLink(link)).toBeUndefined());

  it('never leads out of the page, whatever comes', () => {
    const parts = fc.constantFrom(
      'luka://',
      'run/',
      'task/',
      '..',
      '/',
      '%2f',
      'a',
      '1',
      '?',
      '#',
      '@',
      '\\',
      '\n',
    );
    fc.assert(
      fc.property(fc.array(parts, { maxLength: 12 }), (words) => {
        const path = pathOfLink(words.join(''));
        if (path === undefined) return;
        const url = new URL(`app://luka${path}`);
        expect(isOurPage(url.href)).toBe(true);
        expect(url.pathname).toBe(path);
        expect(url.search + url.hash).toBe('');
      }),
    );
  });
});

it('is found among the words of a start', () => {
  expect(linkAmong(['electron', 'main.js', '--no-sandbox', 'luka://run/1'])).toBe('luka://run/1');
  expect(linkAmong(['electron', 'main.js'])).toBeUndefined();
});
