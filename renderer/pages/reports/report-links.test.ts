import { describe, expect, it } from 'vitest';
import { ownPath } from './report-links.ts';

describe('an address in a report', () => {
  it.each([
    ['http://127.0.0.1:8080/runs/12', '/runs/12'],
    ['http://localhost:9/tasks/nightly%2Fbackup', '/tasks/nightly%2Fbackup'],
    ['http://127.0.0.1:8080/audit', '/audit'],
  ])('%s is followed', (href, path) => {
    expect(ownPath(href)).toBe(path);
  });

  it.each([
    'https://127.0.0.1/runs/1',
    'http://127.0.0.1.evil.example/runs/1',
    'http://evil.example/runs/1',
    'javascript:alert(1)',
    'http://127.0.0.1:8080/api/v1/settings',
    'http://127.0.0.1:8080//evil.example/runs/1',
    '/runs/1',
    '',
  ])('%j is only shown', (href) => {
    expect(ownPath(href)).toBeUndefined();
  });
});
