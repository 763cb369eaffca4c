import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { baseEnvironment, cleanEnvironment } from './environment.ts';
import { FORBIDDEN, isForbidden } from './forbidden-variables.ts';

const run = promisify(execFile);

const EVIL = {
  DYLD_INSERT_LIBRARIES: 'x',
  DYLD_LIBRARY_PATH: 'x',
  LD_PRELOAD: 'x',
  LD_AUDIT: 'x',
  LD_LIBRARY_PATH: 'x',
  NODE_OPTIONS: '--require x',
  NODE_REPL_EXTERNAL_MODULE: 'x',
  BASH_ENV: 'x',
  ENV: 'x',
  'BASH_FUNC_ls%%': '() { echo pwned; }',
  PROMPT_COMMAND: 'x',
  PS4: '$(x)',
  PYTHONSTARTUP: 'x',
  PERL5OPT: '-Mx',
  RUBYOPT: '-rx',
  GIT_SSH_COMMAND: 'x',
  GIT_CONFIG_COUNT: '1',
  GIT_CONFIG_KEY_0: 'core.fsmonitor',
  ELECTRON_RUN_AS_NODE: '1',
  ELECTRON_ENABLE_LOGGING: '1',
  LUKA_TOKEN: 'x',
  LUKA_TOKEN_FILE: 'x',
  ld_preload: 'x',
  NPM_CONFIG_SCRIPT_SHELL: 'x',
  '': 'x',
};
const FINE = {
  PATH: '/bin',
  NODE_PATH: 'x',
  LDAP_URL: 'x',
  ENVIRONMENT: 'test',
  MY_ENV: 'x',
  GIT_AUTHOR_NAME: 'x',
  NODE_ENV: 'test',
};

it('takes out what makes a program do something else, and nothing else', () => {
  const { env, dropped } = cleanEnvironment({ ...EVIL, ...FINE });
  expect(env).toEqual(FINE);
  expect(dropped).toEqual(Object.keys(EVIL).sort());
});

it('forbids each name of its list, with any rest where it says so', () => {
  fc.assert(
    fc.property(fc.constantFrom(...FORBIDDEN), fc.stringMatching(/^[A-Z_%]{0,20}$/), (pattern, rest) => {
      const stem = pattern.replace('*', '');
      expect(isForbidden(pattern.endsWith('*') ? stem + rest : stem)).toBe(true);
      if (!pattern.endsWith('*')) expect(isForbidden(`MY_${stem}`)).toBe(false);
    }),
  );
});

it('lets pass what the policy names, but for what is forbidden', () => {
  const own = {
    ...EVIL,
    ...FINE,
    EXTRA_ONE: '1',
    EXTRA_TWO: '2',
    EXTRA: '3',
    PRIVATE: 'x',
    LC_ALL: 'C',
    HOME: '/h',
  };
  expect(baseEnvironment(own, 'linux')).toEqual({ PATH: '/bin', LC_ALL: 'C', HOME: '/h', TERM: 'dumb' });
  expect(baseEnvironment(own, 'linux', ['EXTRA_*', 'NODE_ENV', 'LD_*', 'NODE_OPTIONS'])).toEqual({
    PATH: '/bin',
    LC_ALL: 'C',
    HOME: '/h',
    TERM: 'dumb',
    EXTRA_ONE: '1',
    EXTRA_TWO: '2',
    NODE_ENV: 'test',
  });
  const all = baseEnvironment(own, 'linux', ['*']);
  expect(Object.keys(all).filter((name) => isForbidden(name))).toEqual([]);
  expect(all).toMatchObject({ PRIVATE: 'x', NODE_ENV: 'test' });
});

it('keeps a shell from reading a file first', async () => {
  const env = {
    PATH: '/usr/bin:/bin',
    BASH_ENV: '/dev/fd/nothing',
    'BASH_FUNC_true%%': '() { echo pwned; }',
  };
  const line = ['-c', 'type true | head -1; echo "[$BASH_ENV]"'];
  const loose = await run('/bin/bash', line, { env });
  expect(loose.stdout).toMatch(/function|fd\/nothing/);
  const { stdout } = await run('/bin/bash', line, { env: cleanEnvironment(env).env });
  expect(stdout).toBe('true is a shell builtin\n[]\n');
});
