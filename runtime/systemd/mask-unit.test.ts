import fc from 'fast-check';
import { expect, it } from 'vitest';
import { maskUnit, maskWords } from './mask-unit.ts';
import { unitAssignment, unitWord } from './unit-text.ts';

it('shows neither secrets of the environment nor those of a command', () => {
  const unit =
    '[Service]\nEnvironment=A=1 "API_TOKEN=hunter2 secret"\nEnvironment=DB_PASSWORD=50%%off\nExecStart=/bin/x --password s3cr3t-value --to /a\n';
  const shown = maskUnit(unit);
  for (const secret of ['hunter2', '50%%off', 's3cr3t-value']) expect(shown).not.toContain(secret);
  expect(shown).toContain('A=1');
  expect(shown).toContain('--to /a');
  expect(maskWords(['/bin/x', '--password', 's3cr3t-value'], unit).join(' ')).not.toContain('s3cr3t');
});

it('shows no secret, whatever is in it', () => {
  // What looks like a path or a variable is no secret to the rules.
  const secret = fc
    .string({ minLength: 8, maxLength: 40 })
    .map((text) => `k${text.replaceAll(/[\s\0$]/g, '')}`);
  fc.assert(
    fc.property(secret, (text) => {
      const unit = `[Service]\nEnvironment=${unitAssignment('API_TOKEN', text)}\nExecStart=/bin/x ${unitWord(`--password=${text}`)}\n`;
      const shown = maskUnit(unit);
      expect(shown).not.toContain(unitAssignment('API_TOKEN', text));
    }),
  );
});
