import { createServer, type AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { listeningInodes, parseLsof, portHolder } from './port-holder.ts';

describe('portHolder', () => {
  it('finds the process that listens', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => server.once('listening', resolve));
    const { port } = server.address() as AddressInfo;
    expect(await portHolder(port)).toMatchObject({ pid: process.pid });
    await new Promise((resolve) => server.close(resolve));
    expect(await portHolder(port)).toBeUndefined();
  });

  it('reads lsof, as macOS prints it', () => {
    expect(parseLsof('p812\ncnode\nf21\n')).toEqual({ pid: 812, command: 'node' });
    expect(parseLsof('p77\ncGoogle Chrome\nf9\nf10\n')).toEqual({ pid: 77, command: 'Google Chrome' });
    expect(parseLsof('')).toBeUndefined();
  });

  it('reads the table of sockets: only those that listen, only on that port', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:0FA0 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1',
      '   1: 0100007F:0FA0 0100007F:C350 01 00000000:00000000 00:00000000 00000000     0        0 4712 1',
      '   2: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1',
    ].join('\n');
    expect(listeningInodes(table, 4000)).toEqual(['4711']);
  });
});
