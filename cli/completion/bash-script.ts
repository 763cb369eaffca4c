/** The completion script for bash, 3.2 (as macOS has it) and newer: nothing of the package bash-completion is needed. */
import type { ValueKind } from './command-tree.ts';
import type { Described, Facts } from './facts.ts';
import { caseLines, posixQuoted } from './posix.ts';

export function bashScript({ ways, words, options, values, args }: Facts): string {
  return `# Completion of luka for bash: luka completion bash
_luka_offer() {
  # Not compgen -W: it would expand what it is given, and names of agents are other people's.
  local line
  while IFS= read -r line; do
    if [ -n "$line" ] && [ "\${line:0:\${#cur}}" = "$cur" ]; then
      printf -v line '%q' "$line"
      COMPREPLY+=("$line")
    fi
  done <<< "$1"
}
_luka_asked() {
  _luka_offer "$(command luka __complete "$1" 2>/dev/null | cut -f1)"
}
_luka_files() {
  local IFS=$'\\n'
  compopt -o filenames 2>/dev/null
  COMPREPLY=($(compgen "$1" -- "$cur"))
}
_luka() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" path=luka open='' word next place=0 i
  COMPREPLY=()
  for ((i = 1; i < COMP_CWORD; i++)); do
    word="\${COMP_WORDS[i]}"
    if [ -n "$open" ]; then open=''; continue; fi
    next=''
    case "$path $word" in
${caseLines(ways.map(({ from, word, to }) => [`${from} ${word}`, `next=${posixQuoted(to)}`]))}
    esac
    if [ -n "$next" ]; then path="$next"; place=0; continue; fi
    case "$path $word" in
${caseLines([[values.map(({ path, flag }) => `${path} ${flag}`), 'open="$word"']])}
      *' '-*) ;;
      *) place=$((place + 1)) ;;
    esac
  done
  if [ -n "$open" ]; then
    case "$path $open" in
${caseLines(values.map(({ path, flag, value }) => [`${path} ${flag}`, actionOf(value)]))}
    esac
    return
  fi
  if [ "\${cur:0:1}" = - ]; then
    case "$path" in
${caseLines(options.map(({ path, flags }) => [path, offer(flags)]))}
    esac
    return
  fi
  case "$path:$place" in
${caseLines(words.map(({ path, words: own }) => [`${path}:0`, offer(own)]))}
${caseLines(args.filter(({ place }) => place !== 'last').map(({ path, place, value }) => [`${path}:${place}`, actionOf(value)]))}
    *)
      case "$path" in
${caseLines(args.filter(({ place }) => place === 'last').map(({ path, value }) => [path, actionOf(value)]))}
      esac ;;
  esac
}
complete -F _luka luka
`;
}

function offer(words: readonly Described[]): string {
  return `_luka_offer ${posixQuoted(words.map(({ word }) => word).join('\n'))}`;
}

function actionOf(value: ValueKind): string {
  if (value === 'any') return ':';
  if ('choices' in value) return `_luka_offer ${posixQuoted(value.choices.join('\n'))}`;
  if ('of' in value) return `_luka_asked ${value.of}`;
  return `_luka_files ${value.path === 'file' ? '-f' : '-d'}`;
}
