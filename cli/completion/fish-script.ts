/** The completion script for fish, 3.0 and newer: a file `luka.fish` of its folder of completions. */
import type { ValueKind } from './command-tree.ts';
import type { Described, Facts } from './facts.ts';

export function fishScript({ ways, words, options, values, args }: Facts): string {
  return `# Completion of luka for fish: luka completion fish
function __luka_complete
    set -l cur (commandline -ct)
    set -l path luka
    set -l open ''
    set -l place 0
    for word in (commandline -opc)[2..-1]
        if test -n "$open"
            set open ''
            continue
        end
        set -l next ''
        switch "$path $word"
${branches(ways.map(({ from, word, to }) => [`${from} ${word}`, `set next ${quoted(to)}`]))}
        end
        if test -n "$next"
            set path $next
            set place 0
            continue
        end
        switch "$path $word"
${branches([[values.map(({ path, flag }) => `${path} ${flag}`), 'set open $word']])}
            case '* -*'
            case '*'
                set place (math $place + 1)
        end
    end
    if test -n "$open"
        switch "$path $open"
${branches(values.map(({ path, flag, value }) => [`${path} ${flag}`, actionOf(value)]))}
        end
        return
    end
    if string match -q -- '-*' "$cur"
        switch "$path"
${branches(options.map(({ path, flags }) => [path, offer(flags)]))}
        end
        return
    end
    switch "$path:$place"
${branches(words.map(({ path, words: own }) => [`${path}:0`, offer(own)]))}
${branches(args.filter(({ place }) => place !== 'last').map(({ path, place, value }) => [`${path}:${place}`, actionOf(value)]))}
        case '*'
            switch "$path"
${branches(args.filter(({ place }) => place === 'last').map(({ path, value }) => [path, actionOf(value)]))}
            end
    end
end
complete -c luka -f -k -a '(__luka_complete)'
`;
}

function quoted(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", String.raw`\'`)}'`;
}

function branches(list: readonly (readonly [string | readonly string[], string])[]): string {
  return list
    .map(([wanted, action]) => [typeof wanted === 'string' ? [wanted] : wanted, action] as const)
    .filter(([wanted]) => wanted.length > 0)
    .map(([wanted, action]) => `            case ${wanted.map(quoted).join(' ')}\n                ${action}`)
    .join('\n');
}

function offer(words: readonly Described[]): string {
  return `printf '%s\\t%s\\n' ${words.map(({ word, summary }) => `${quoted(word)} ${quoted(summary)}`).join(' ')}`;
}

function actionOf(value: ValueKind): string {
  if (value === 'any') return 'true';
  if ('choices' in value) return `printf '%s\\n' ${value.choices.map(quoted).join(' ')}`;
  if ('of' in value) return `command luka __complete ${value.of} 2>/dev/null`;
  return value.path === 'file' ? '__fish_complete_path "$cur"' : '__fish_complete_directories "$cur"';
}
