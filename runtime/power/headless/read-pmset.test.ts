import { expect, it } from 'vitest';
import { powerChanges } from './power-values.ts';
import { readPmset } from './read-pmset.ts';

const LAPTOP = `Battery Power:
 Sleep On Power Button 1
 lowpowermode         1
 standby              1
 ttyskeepawake        1
 hibernatemode        3
 powernap             0
 hibernatefile        /var/vm/sleepimage
 displaysleep         2
 womp                 0
 networkoversleep     0
 sleep                1
 lessbright           1
 tcpkeepalive         1
 disksleep            10
AC Power:
 Sleep On Power Button 1
 lowpowermode         0
 standby              1
 ttyskeepawake        1
 hibernatemode        3
 powernap             1
 hibernatefile        /var/vm/sleepimage
 displaysleep         10
 womp                 1
 networkoversleep     0
 sleep                1 (sleep prevented by sharingd, caffeinate)
 tcpkeepalive         1
 disksleep            10
`;
const DESKTOP = `AC Power:
 Sleep On Power Button 1
 autorestart          0
 powernap             1
 standby              0
 displaysleep         10
 womp                 1
 sleep                0
 disksleep            10
`;

it('reads a laptop, source by source', () => {
  const { ac, battery } = readPmset(LAPTOP);
  expect(Object.fromEntries(ac ?? [])).toEqual({
    'Sleep On Power Button': '1',
    lowpowermode: '0',
    standby: '1',
    ttyskeepawake: '1',
    hibernatemode: '3',
    powernap: '1',
    hibernatefile: '/var/vm/sleepimage',
    displaysleep: '10',
    womp: '1',
    networkoversleep: '0',
    sleep: '1',
    tcpkeepalive: '1',
    disksleep: '10',
  });
  expect(battery?.get('displaysleep')).toBe('2');
});

it('reads a desktop, which has no battery', () => {
  const { ac, battery } = readPmset(DESKTOP);
  expect(battery).toBeUndefined();
  expect(ac?.get('autorestart')).toBe('0');
});

it('has nothing where nothing can be read', () => {
  expect(readPmset('')).toEqual({ ac: undefined, battery: undefined });
  expect(readPmset('pmset: no such thing\n').ac).toBeUndefined();
});

it('changes what differs, and leaves out what the machine has not', () => {
  expect(powerChanges(readPmset(LAPTOP).ac!)).toEqual({
    change: { sleep: '0', disksleep: '0', standby: '0', powernap: '0' },
    absent: ['autopoweroff', 'autorestart'],
  });
  expect(powerChanges(readPmset(DESKTOP).ac!).change).toEqual({
    disksleep: '0',
    powernap: '0',
    autorestart: '1',
  });
});
