import { afterEach, describe, expect, it } from 'vitest';
import { machineZone, redetectMachineZone } from './machine-zone.ts';
import { zoneOf } from './zone.ts';

describe('machineZone', () => {
  const known = process.env['TZ'];
  afterEach(() => {
    if (known === undefined) delete process.env['TZ'];
    else process.env['TZ'] = known;
    redetectMachineZone();
  });

  it('stays what it was until it is looked for again', () => {
    process.env['TZ'] = 'Asia/Bangkok';
    expect(redetectMachineZone()).toBe('Asia/Bangkok');
    process.env['TZ'] = 'America/Havana';
    expect(machineZone()).toBe('Asia/Bangkok');
    expect(redetectMachineZone()).toBe('America/Havana');
    expect(machineZone()).toBe('America/Havana');
    expect(zoneOf(undefined).name).toBe('America/Havana');
  });

  it("is the system's where TZ is not set, and looking for it leaves TZ unset", () => {
    process.env['TZ'] = 'America/Havana';
    redetectMachineZone();
    delete process.env['TZ'];
    const system = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(redetectMachineZone()).toBe(system);
    expect('TZ' in process.env).toBe(false);
  });
});
