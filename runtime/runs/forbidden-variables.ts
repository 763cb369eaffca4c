/**
 * Variables that make a program do something else than its command says: load a library, run a file first, start another
 * program. The gate reads commands, so none of these reaches a child, whoever sets it.
 */

/** A `*` at the end stands for any rest. */
export const FORBIDDEN: readonly string[] = [
  // The linkers of macOS and Linux (dyld(1), ld.so(8)), and what glibc loads by name.
  'DYLD_*',
  'LD_*',
  'GCONV_PATH',
  'OPENSSL_CONF',
  'OPENSSL_ENGINES',
  'OPENSSL_MODULES',
  // Shells: files that are read first, functions, prompts that are run.
  'BASH_ENV',
  'ENV',
  'BASH_FUNC_*',
  'SHELLOPTS',
  'BASHOPTS',
  'PROMPT_COMMAND',
  'PS4',
  'ZDOTDIR',
  // Languages: options and files that come before the program's own. Folders of modules (NODE_PATH, PYTHONPATH, PERL5LIB) pass:
  // a task's own code needs them, and what it loads by them it could load without.
  'NODE_OPTIONS',
  'NODE_REPL_EXTERNAL_MODULE',
  'NODE_CHANNEL_FD',
  'PYTHONSTARTUP',
  'PYTHONHOME',
  'PYTHONBREAKPOINT',
  'PERL5OPT',
  'PERL5DB',
  'RUBYOPT',
  'JAVA_TOOL_OPTIONS',
  'JDK_JAVA_OPTIONS',
  '_JAVA_OPTIONS',
  'npm_config_node_options',
  'npm_config_script_shell',
  // Git starts what they name for a harmless `git fetch` or `git diff`. `git -c core.sshCommand=…` says the same where it
  // can be seen. GIT_PAGER and GIT_EDITOR need no word: there is no terminal.
  'GIT_SSH',
  'GIT_SSH_COMMAND',
  'GIT_PROXY_COMMAND',
  'GIT_EXTERNAL_DIFF',
  'GIT_ASKPASS',
  'SSH_ASKPASS',
  'GIT_EXEC_PATH',
  'GIT_TEMPLATE_DIR',
  'GIT_CONFIG*',
  'LESSOPEN',
  'LESSCLOSE',
  // Luka's own: what makes Electron a bare Node, and what lets one in.
  'ELECTRON_*',
  'LUKA_TOKEN*',
  'LUKA_SECRET*',
];
// NODE_EXTRA_CA_CERTS is none of them: it adds to whom a program trusts, as people behind their company's proxy need it,
// and runs nothing. It passes only where the policy or the task names it.

/** Names as such are compared without case: some programs take both (`npm_config_…`), and no honest name differs by it. */
export function isForbidden(name: string): boolean {
  if (name === '' || /[=\0]/.test(name)) return true;
  const upper = name.toUpperCase();
  return FORBIDDEN.some((pattern) => matches(upper, pattern.toUpperCase()));
}

export function matches(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern;
}
