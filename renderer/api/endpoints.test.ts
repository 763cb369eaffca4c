import { describe, expect, it } from 'vitest';
import { contract } from '#shared/http/contract.ts';
import type { Endpoint } from '#shared/http/endpoint.ts';
import { CALLS, hasBody, STREAMS } from './endpoints.ts';

describe('the lean endpoint table', () => {
  it.each(Object.entries({ ...CALLS, ...STREAMS }))('%s is as the contract says', (name, [method, path]) => {
    const endpoint = (contract as Record<string, Endpoint>)[name];
    expect([endpoint?.method, endpoint?.path]).toEqual([method, path]);
    expect(endpoint?.body !== undefined).toBe(hasBody(method));
  });

  it('keeps calls and streams apart', () => {
    for (const name of Object.keys(CALLS))
      expect((contract as Record<string, Endpoint>)[name]?.kind).not.toBe('stream');
    for (const name of Object.keys(STREAMS))
      expect((contract as Record<string, Endpoint>)[name]?.kind).toBe('stream');
  });
});
