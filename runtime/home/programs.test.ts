import { describe, expect, it } from 'vitest';
import { programPath, PROGRAMS } from './programs.ts';

describe('programPath', () => {
  it('names files of the rooms, from source', () => {
    expect(PROGRAMS.map((name) => programPath(name).replace(/^.*\/runtime\//, ''))).toEqual([
      'tasks/module-host.ts',
      'store/checkpoint-worker.ts',
      'doctor/worker/doctor-worker.ts',
      'runs/logs/search-worker.ts',
      'runs/log-search/scan-worker.ts',
      'safety/secrets/mask-filter.ts',
      'safety/assess/assess-worker.ts',
      'modernize/smoke/smoke-program.ts',
      'modernize/worker/modernize-worker.ts',
      'governance/checks/worker/check-worker.ts',
      'knowledge/memory/ledger-worker.ts',
      'reports/report-worker.ts',
      'knowledge/retrieve/search-worker.ts',
      'knowledge/recall/embed-worker.ts',
      'knowledge/recall/folder/model-worker.ts',
      'knowledge/consolidate/consolidate-worker.ts',
      'knowledge/sync/sync-worker.ts',
      'knowledge/read/apart/read-worker.ts',
      'telemetry/telemetry-worker.ts',
    ]);
  });

  it('names files beside the bundle, also in a folder with a space', () => {
    expect(programPath('module-host', 'file:///opt/My%20Luka/dist/node/index.js')).toBe(
      '/opt/My Luka/dist/node/module-host.js',
    );
  });
});
