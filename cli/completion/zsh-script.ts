/** The completion script for zsh: a file `_luka` of a folder in `fpath`, or read by `source`. */
import type { ValueKind } from './command-tree.ts';
import type { Described, Facts } from './facts.ts';
import { caseLines, posixQuoted } from './posix.ts';

export function zshScript({ ways, words, options, values, args }: Facts): string {
  return `#compdef luka
# Completion of luka for zsh: luka completion zsh
_luka_asked() {
  local -a found
  local value summary
  while IFS=$'\\t' read -r value summary; do
    found+=("\${value//:/\\\\:}:$summary")
  done < <(command luka __complete $1 2>/dev/null)
  (( $#found )) && _describe -V "$1" found
}
_luka() {
  local path_=luka open='' word next
  local -i place=0 i
  local -a offered
  for (( i = 2; i < CURRENT; i++ )); do
    word=$words[i]
    if [[ -n $open ]]; then open=''; continue; fi
    next=''
    case "$path_ $word" in
${caseLines(ways.map(({ from, word, to }) => [`${from} ${word}`, `next=${posixQuoted(to)}`]))}
    esac
    if [[ -n $next ]]; then path_=$next; place=0; continue; fi
    case "$path_ $word" in
${caseLines([[values.map(({ path, flag }) => `${path} ${flag}`), 'open=$word']])}
      *' '-*) ;;
      *) place+=1 ;;
    esac
  done
  if [[ -n $open ]]; then
    case "$path_ $open" in
${caseLines(values.map(({ path, flag, value }) => [`${path} ${flag}`, actionOf(value)]))}
    esac
    return
  fi
  if [[ $words[CURRENT] == -* ]]; then
    case $path_ in
${caseLines(options.map(({ path, flags }) => [path, offer('option', flags)]))}
    esac
    return
  fi
  case "$path_:$place" in
${caseLines(words.map(({ path, words: own }) => [`${path}:0`, offer('command', own)]))}
${caseLines(args.filter(({ place }) => place !== 'last').map(({ path, place, value }) => [`${path}:${place}`, actionOf(value)]))}
    *)
      case $path_ in
${caseLines(args.filter(({ place }) => place === 'last').map(({ path, value }) => [path, actionOf(value)]))}
      esac ;;
  esac
}
# From fpath this file is the function's body; read by \`source\` it only makes it known.
if [[ $funcstack[1] == _luka ]]; then
  _luka "$@"
else
  (( $+functions[compdef] )) || { autoload -Uz compinit && compinit }
  compdef _luka luka
fi
`;
}

function offer(name: string, words: readonly Described[]): string {
  const offered = words.map(({ word, summary }) =>
    posixQuoted(`${word.replaceAll(':', String.raw`\:`)}:${summary}`),
  );
  return `offered=(${offered.join(' ')}); _describe -V ${name} offered`;
}

function actionOf(value: ValueKind): string {
  if (value === 'any') return "_message 'anything'";
  if ('choices' in value) return `compadd -V choices -- ${value.choices.map(posixQuoted).join(' ')}`;
  if ('of' in value) return `_luka_asked ${value.of}`;
  return value.path === 'file' ? '_files' : '_files -/';
}
