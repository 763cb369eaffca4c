import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOurPage, resolveAddress } from './app-address.ts';

const names = new Set(['/index.html', '/theme.js', '/assets/main-1a2b.js']);

describe('an address of the app scheme', () => {
  it.each([
    ['app://luka/', { kind: 'file', name: '/index.html' }],
    ['app://luka', { kind: 'file', name: '/index.html' }],
    ['app://luka/theme.js?v=1#x', { kind: 'file', name: '/theme.js' }],
    ['app://luka/assets/main-1a2b.js', { kind: 'file', name: '/assets/main-1a2b.js' }],
    ['app://luka/runs/12', { kind: 'file', name: '/index.html' }],
    ['app://luka/tasks/report.daily', { kind: 'file', name: '/index.html' }],
    ['app://luka/api/v1/runs?limit=5', { kind: 'api', path: '/api/v1/runs?limit=5' }],
    ['app://luka/assets/none.js', { kind: 'nothing' }],
    ['app://luka/assets/', { kind: 'nothing' }],
    ['app://luka/none.svg', { kind: 'nothing' }],
    ['app://evil/', { kind: 'nothing' }],
    ['app://luka:80/', { kind: 'nothing' }],
    ['app://luka@evil/', { kind: 'nothing' }],
    ['app://evil@luka/', { kind: 'nothing' }],
    ['https://luka/', { kind: 'nothing' }],
    ['file:///etc/passwd', { kind: 'nothing' }],
    ['app:luka', { kind: 'nothing' }],
    ['', { kind: 'nothing' }],
  ] as const)('%s', (address, target) => {
    expect(resolveAddress(address, names)).toEqual(target);
  });

  it('names a known file, the API or nothing, whatever it says', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '..',
        '.',
        '%2e%2e',
        '%2f',
        '..%2f',
        '\\',
        '%5c',
        '%00',
        'api',
        'assets',
        'theme.js',
        '',
        '?',
        '#',
      ),
      fc.string({ maxLength: 8 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 8 }), (pieces) => {
        const target = resolveAddress(`app://luka/${pieces.join('/')}`, names);
        if (target.kind === 'file') expect(names).toContain(target.name);
        if (target.kind === 'api') expect(target.path.startsWith('/api/')).toBe(true);
      }),
    );
  });
});

describe('our own page', () => {
  it.each(['app://luka/', 'app://luka/runs/1#x', 'APP://luka/'])('is %s', (address) =>
    expect(isOurPage(address)).toBe(true),
  );
  it.each([
    'app://lukas/',
    'app://luka.evil/',
    'http://luka/',
    'http://127.0.0.1:8080/',
    'about:blank',
    'data:text/html,x',
    'javascript:1',
  ])('is not %s', (address) => expect(isOurPage(address)).toBe(false));
  it('has no other origin than its own', () => {
    fc.assert(
      fc.property(
        fc.webUrl({ withFragments: true, withQueryParameters: true }),
        (address) => !isOurPage(address),
      ),
    );
  });
});
