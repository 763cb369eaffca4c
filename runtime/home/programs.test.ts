import { describe, expect, it } from 'vitest';
import { programPath, PROGRAMS } from './programs.ts';

describe('programPath', () => {
  it('names files of the rooms, from source', () => {
    expect(PROGRAMS.map((name) => programPath(name).replace(/^.*\/runtime\//, ''))).toEqual([
      'tasks/module-host.ts',
      'store/checkpoint-worker.ts',
      'runs/logs/search-worker.ts',
      'safety/secrets/mask-filter.ts',
      'safety/assess/assess-worker.ts',
      'governance/checks/worker/check-worker.ts',
      'knowledge/memory/ledger-worker.ts',
      'knowledge/retrieve/search-worker.ts',
      'knowledge/recall/embed-worker.ts',
      'knowledge/consolidate/consolidate-worker.ts',
      'knowledge/sync/sync-worker.ts',
      'knowledge/read/apart/read-worker.ts',
    ]);
  });

  it('names files beside the bundle, also in a folder with a space', () => {
    expect(programPath('module-host', 'file:///opt/My%20Luka/dist/node/index.js')).toBe(
      '/opt/My Luka/dist/node/module-host.js',
    );
  });
});
