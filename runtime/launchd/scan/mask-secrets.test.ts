import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeXml } from '../plist/write-xml-value.ts';
import { MASK, maskPlist, maskPrint, unmaskPlist } from './mask-secrets.ts';

const plist = (secret: string, more = '') => `<?xml version="1.0"?>
<plist version="1.0">
<dict>
  <key>Label</key><string>com.me.job</string>
  <!-- ask Ann -->
  <key>EnvironmentVariables</key>
  <dict>
    <key>DB_PASSWORD</key><string>${escapeXml(secret)}</string>
    <key>LANG</key><string>en</string>${more}
  </dict>
</dict>
</plist>
`;

describe('a plist with a secret', () => {
  it('goes out without it, and comes back with it, whatever it is', () => {
    fc.assert(
      fc.property(
        fc.string({ minLength: 8, maxLength: 40 }).filter((text) => /^[A-Za-z0-9][!-#%-~]{7,}$/.test(text)),
        (secret) => {
          const whole = plist(secret);
          const shown = maskPlist(whole);
          expect(shown).toBe(plist(MASK));
          expect(unmaskPlist(shown, whole)).toBe(whole);
        },
      ),
    );
  });

  it('takes a new secret where one was written', () => {
    expect(unmaskPlist(plist('another'), plist('hunter2!'))).toBe(plist('another'));
  });

  it('keeps what else was changed', () => {
    const edited = plist(MASK).replace('en</string>', 'th</string>');
    expect(unmaskPlist(edited, plist('hunter2!'))).toBe(
      plist('hunter2!').replace('en</string>', 'th</string>'),
    );
  });

  it('does not take the sign for a secret that was not there', () => {
    const edited = plist(MASK, `<key>API_TOKEN</key><string>${MASK}</string>`);
    expect(() => unmaskPlist(edited, plist('hunter2!'))).toThrow(
      expect.objectContaining({ code: 'agent_invalid' }),
    );
  });

  it('is masked where it cannot be read', () => {
    const broken = plist('hunter2!').replace('</dict>\n</plist>', '<oops');
    expect(maskPlist(broken)).not.toContain('hunter2');
  });
});

it('what launchd prints has no secret either', () => {
  const print = 'com.me.job = {\n\tenvironment = {\n\t\tDB_PASSWORD => hunter2!\n\t\tLANG => en\n\t}\n}\n';
  expect(maskPrint(print, plist('hunter2!'))).toBe(print.replace('hunter2!', MASK));
});
