/** Variables that make programs load other code than their own. */
import { leadingText, type Word } from '../word.ts';
import { eachCommand, type Remark } from './rule.ts';

const LOADERS =
  /^(?:LD_(?:PRELOAD|LIBRARY_PATH|AUDIT)|DYLD_\w+|BASH_ENV|ENV|ZDOTDIR|PYTHONSTARTUP|PYTHONPATH|PYTHONHOME|PERL5(?:LIB|OPT|DB)|RUBY(?:LIB|OPT)|NODE_PATH|JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|GCONV_PATH|PROMPT_COMMAND|PS4|GIT_SSH|GIT_SSH_COMMAND|GIT_EXTERNAL_DIFF|GIT_ASKPASS|GIT_PROXY_COMMAND|GIT_EXEC_PATH|GIT_TEMPLATE_DIR|SSH_ASKPASS|SUDO_ASKPASS|LESSOPEN|LESSCLOSE|MANPAGER|BROWSER|ELECTRON_RUN_AS_NODE|SHELLOPTS|BASHOPTS|BASH_FUNC_.*|CLS_SHELL|npm_config_(?:script_shell|node_options))$/;
/** Harmless while they name nothing that runs. */
const EDITORS = /^(?:PAGER|EDITOR|VISUAL|GIT_PAGER|GIT_EDITOR|GIT_SEQUENCE_EDITOR|FCEDIT)$/;
const NODE_LOADS =
  /(?:^|\s)(?:--(?:require|import|loader|experimental-loader|env-file|inspect\S*|eval|print)|-r)(?:[=\s]|$)/;
const PLAIN_PROGRAM = /^(?:cat|less|more|true|:|vi|vim|nano|emacs|code|false)?(?:\s+-{1,2}[\w=-]+)*$/;

export const environmentLoader = eachCommand(function* (command, { work }): Iterable<Remark> {
  for (const { name, value } of command.assigns) yield* look(name, value);
  if (
    command.name === 'export' ||
    command.name === 'declare' ||
    command.name === 'typeset' ||
    command.name === 'launchctl'
  ) {
    for (const word of command.words.slice(1)) {
      const text = leadingText(word);
      const at = text.indexOf('=');
      if (at > 0) yield* look(text.slice(0, at), { ...word, text: word.text.slice(at + 1) });
    }
  }
  void work;
});

export function* look(name: string, value: Word): Iterable<Remark> {
  const says = (points: number): Remark => ({
    rule: 'environment_loader',
    points,
    effect: 'ask',
    text: `sets ${name}, which decides what code other programs load`,
  });
  if (value.text === '') return;
  if (LOADERS.test(name)) yield says(60);
  else if (name === 'NODE_OPTIONS') {
    if (NODE_LOADS.test(value.text) || value.value === undefined) yield says(60);
  } else if (EDITORS.test(name)) {
    if (!PLAIN_PROGRAM.test(value.text)) yield says(45);
  } else if (name === 'PATH') {
    const parts = value.text.split(':');
    if (
      parts.some(
        (part) =>
          part === '' ||
          part === '.' ||
          /^(?:\.{1,2}\/|\/?(?:private\/)?(?:tmp|var\/tmp|dev\/shm)(?:\/|$))/.test(part),
      )
    )
      yield says(45);
  }
}
