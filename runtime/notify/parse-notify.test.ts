import { describe, expect, it } from 'vitest';
import { parseNotify } from './parse-notify.ts';

const read = (text: string) => parseNotify(text, '/home/notify.yaml');
const WHOLE = `channels:
  screen: { kind: native }
  ops:
    kind: webhook
    url: https://hooks.example.org/luka
    secret: secret:OPS_HOOK
    limit: { count: 3, within: 10m }
  phone:
    kind: ntfy
    url: https://ntfy.sh/topic
    token: secret:NTFY
    quiet: [{ from: '22:00', to: '07:00', tz: Asia/Bangkok }]
    urgent: error
  mail:
    kind: email
    host: mail.example.org
    security: tls
    user: me
    password: secret:SMTP
    from: luka@example.org
    to: [me@example.org]
  own: { kind: command, argv: [~/bin/tell, --loud], timeout: 10s }
routes:
  - when: { kind: [failure, sla], tag: [backup] }
    to: [phone, ops]
  - when: { severity: warning, owner: [CLS] }
    to: [mail]
default: [screen]
space: 5GB
`;

describe('notify.yaml', () => {
  it('has channels of all kinds, routes and a default', () => {
    const { notify, findings } = read(WHOLE);
    expect(findings).toEqual([]);
    expect(notify?.channels?.['ops']).toMatchObject({
      kind: 'webhook',
      limit: { count: 3, within: 600_000 },
    });
    expect(Object.keys(notify?.channels ?? {})).toEqual(['screen', 'ops', 'phone', 'mail', 'own']);
    expect(notify?.routes).toHaveLength(2);
  });

  it('is nothing at all where it is empty: nothing is ever sent', () => {
    expect(read('')).toEqual({ notify: {}, findings: [] });
  });

  it.each<[string, string, number, string]>([
    [
      'a channel that is not there',
      'channels:\n  phone: { kind: native }\ndefault: [phne]\n',
      3,
      'did you mean "phone"',
    ],
    ['an unknown kind', 'channels:\n  a:\n    kind: slack\n', 3, 'native'],
    [
      'a field of another tool',
      'channels:\n  a:\n    kind: native\n    quietHours: x\n',
      4,
      'call it "quiet"',
    ],
    [
      'an address with a password',
      'channels:\n  a:\n    kind: webhook\n    url: https://me:pw@x.org\n',
      4,
      'https://',
    ],
    ['an address of no web server', 'channels:\n  a:\n    kind: ntfy\n    url: ftp://x.org\n', 4, 'https://'],
    [
      'a zone that is none',
      'channels:\n  a:\n    kind: native\n    quiet:\n      - { from: "22:00", to: "07:00", tz: Mars }\n',
      5,
      'IANA',
    ],
    ['a shell line', 'channels:\n  a:\n    kind: command\n    run: echo x\n', 4, 'argv'],
    [
      'mail in the clear to elsewhere',
      'channels:\n  a:\n    kind: email\n    host: mail.example.org\n    security: none\n    from: a@b.org\n    to: [c@d.org]\n',
      5,
      'starttls',
    ],
    [
      'a route behind one that takes all',
      'channels:\n  a: { kind: native }\nroutes:\n  - to: [a]\n  - when: { tag: [x] }\n    to: [a]\n',
      5,
      'match: all',
    ],
    ['a size that is none', 'space: much\n', 1, '2GB'],
  ])('says line and remedy of %s', (_, text, line, remedy) => {
    const { notify, findings } = read(text);
    expect(notify).toBeUndefined();
    expect(findings.map((finding) => [finding.code, finding.line])).toContainEqual(['notify_invalid', line]);
    expect(findings.map((finding) => `${finding.message}; ${finding.remedy}`).join('\n')).toContain(remedy);
  });

  it('never repeats what was written in the place of a secret', () => {
    const { findings } = read(
      'channels:\n  a:\n    kind: webhook\n    url: https://x.org\n    secret: hunter2hunter2\n',
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ line: 5, remedy: expect.stringContaining('luka secret set') });
    expect(JSON.stringify(findings)).not.toContain('hunter2');
  });
});
