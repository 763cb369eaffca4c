import { describe, expect, it } from 'vitest';
import {
  bearerToken,
  checkContentType,
  checkFetchSite,
  checkHost,
  checkOnce,
  checkOrigin,
  checkToken,
  hostNames,
  originNames,
} from './guards.ts';

const hosts = new Set(hostNames(4000));
const origins = new Set(originNames(4000));
const raw = (host: string) => ['Host', host];

describe('checkHost', () => {
  it('lets our own names through', () => {
    for (const host of ['127.0.0.1:4000', 'localhost:4000'])
      expect(() => checkHost({ host }, raw(host), hosts)).not.toThrow();
  });

  it.each([
    '127.0.0.1',
    '127.0.0.1:4001',
    'evil.example:4000',
    '127.0.0.1.evil.example:4000',
    'localhost:4000.evil.example',
    'LOCALHOST:4000',
    '[::1]:4000',
    '127.0.0.1:4000 ',
    '0.0.0.0:4000',
    '',
  ])('refuses %j', (host) =>
    expect(() => checkHost({ host }, raw(host), hosts)).toThrow(
      expect.objectContaining({ code: 'host_not_allowed' }),
    ),
  );

  it('refuses an address that names a host of its own', () => {
    const host = '127.0.0.1:4000';
    expect(() => checkHost({ host }, raw(host), hosts, 'http://evil.example/api/v1/status')).toThrow();
    expect(() => checkHost({ host }, raw(host), hosts, '/api/v1/status')).not.toThrow();
  });

  it('refuses none and two', () => {
    expect(() => checkHost({}, [], hosts)).toThrow();
    const host = '127.0.0.1:4000';
    expect(() => checkHost({ host }, ['Host', host, 'host', 'evil.example'], hosts)).toThrow();
  });
});

describe('checkOrigin', () => {
  it('lets none and our own through', () => {
    for (const origin of [undefined, 'http://127.0.0.1:4000', 'http://localhost:4000'])
      expect(() => checkOrigin({ origin }, origins)).not.toThrow();
  });

  it.each([
    'null',
    'http://127.0.0.1:4001',
    'https://127.0.0.1:4000',
    'http://127.0.0.1:4000.evil.example',
    'http://evil.example',
    'http://127.0.0.1',
    '',
  ])('refuses %j', (origin) =>
    expect(() => checkOrigin({ origin }, origins)).toThrow(
      expect.objectContaining({ code: 'origin_not_allowed' }),
    ),
  );
});

describe('checkFetchSite', () => {
  const link = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };

  it('lets programs, our own page and the address bar through', () => {
    for (const site of [undefined, 'same-origin', 'none'])
      for (const page of [true, false])
        expect(() => checkFetchSite({ 'sec-fetch-site': site }, page)).not.toThrow();
  });

  it.each(['cross-site', 'same-site', '', 'SAME-ORIGIN', 'none, cross-site'])('refuses %j', (site) => {
    for (const page of [true, false])
      expect(() => checkFetchSite({ 'sec-fetch-site': site }, page)).toThrow(
        expect.objectContaining({ code: 'origin_not_allowed' }),
      );
  });

  it('lets a link open the page in a tab: not the API, not a frame, not ahead of time', () => {
    expect(() => checkFetchSite(link, true)).not.toThrow();
    expect(() => checkFetchSite(link, false)).toThrow();
    for (const dest of ['iframe', 'frame', 'object', 'embed', 'empty', undefined])
      expect(() => checkFetchSite({ ...link, 'sec-fetch-dest': dest }, true)).toThrow();
    expect(() => checkFetchSite({ ...link, 'sec-fetch-mode': 'no-cors' }, true)).toThrow();
    expect(() => checkFetchSite({ ...link, 'sec-purpose': 'prefetch' }, true)).toThrow();
  });
});

describe('checkOnce', () => {
  it('refuses a second of what is checked, in any case, and nothing else', () => {
    for (const name of ['authorization', 'Content-Type', 'CONTENT-LENGTH'])
      expect(() => checkOnce(['Host', 'x', name, 'a', name.toLowerCase(), 'a'])).toThrow(
        expect.objectContaining({ code: 'request_invalid' }),
      );
    expect(() =>
      checkOnce(['Accept', 'a', 'Accept', 'a', 'X', 'authorization', 'Y', 'authorization']),
    ).not.toThrow();
  });
});

describe('checkToken', () => {
  it('reads a bearer token and nothing else', () => {
    expect(bearerToken({ authorization: 'Bearer abc-_.~+/=' })).toBe('abc-_.~+/=');
    for (const authorization of ['abc', 'Basic abc', 'Bearer', 'Bearer a b', 'Bearer a,b', ''])
      expect(bearerToken({ authorization })).toBeUndefined();
  });

  it('tells missing from wrong', () => {
    expect(() => checkToken({}, () => 'me')).toThrow(expect.objectContaining({ code: 'token_missing' }));
    expect(() => checkToken({ authorization: 'Bearer x' }, () => undefined)).toThrow(
      expect.objectContaining({ code: 'token_invalid' }),
    );
    expect(checkToken({ authorization: 'Bearer x' }, (token) => (token === 'x' ? 'me' : undefined))).toBe(
      'me',
    );
  });
});

describe('checkContentType', () => {
  it.each([
    'application/json',
    'application/json; charset=utf-8',
    'application/json;charset="UTF-8"',
    'Application/JSON',
  ])('takes %j', (type) => expect(() => checkContentType({ 'content-type': type })).not.toThrow());

  it.each([
    undefined,
    '',
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data',
    'application/jsonx',
    'text/plain; application/json',
    'application/json; charset=utf-16',
    'application/json; charset=utf-7',
    'application/json; charset=utf-8x',
  ])('refuses %j', (type) =>
    expect(() => checkContentType({ 'content-type': type })).toThrow(
      expect.objectContaining({ code: 'content_type_not_allowed' }),
    ),
  );

  it('refuses what is compressed', () => {
    const headers = (encoding: string | undefined) => ({
      'content-type': 'application/json',
      'content-encoding': encoding,
    });
    for (const encoding of ['gzip', 'br', '', 'identity, gzip'])
      expect(() => checkContentType(headers(encoding))).toThrow(
        expect.objectContaining({ code: 'content_type_not_allowed' }),
      );
    for (const encoding of [undefined, 'identity'])
      expect(() => checkContentType(headers(encoding))).not.toThrow();
  });
});
