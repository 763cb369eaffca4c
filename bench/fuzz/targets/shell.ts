/** Shell lines against the assessment: grown from a grammar, cut from known lines, and broken on the way. */
import { assessWork } from '#runtime/safety/assess/assess-work.ts';
import { DANGEROUS } from '#runtime/safety/assess/fixtures/dangerous.ts';
import { HONEST } from '#runtime/safety/assess/fixtures/honest.ts';
import { scoreOf } from '#runtime/safety/assess/score.ts';
import { readerOf, shellStep, workOf } from '#runtime/safety/assess/testing.ts';

type Chance = () => number;

const LINES = [...DANGEROUS.map(({ line }) => line), ...HONEST].filter((line) => line.length < 2_000);
const WORDS =
  'rm -rf / ~ $HOME "$x" \'a b\' $(ls) `id` ${x:-/} ${x%/*} ${!x} ${a[@]} $@ {a,b} {1..5} * ?? [a-z]* <(ls) $((1+1)) sudo env sh bash -c eval xargs find . -exec {} ; + \\; echo printf cat curl https://example.com git push python3 -c node -e sed awk tee dd of=/dev/sda x=1 export set -- read while do done if then fi case in esac for function time ! [[ ]] && || | |& & > >> < <<< <<EOF \nEOF\n 2>&1 >/dev/null # =( ) { } $\'\\x72m\' r\\m "r"m \u00A0 \u202E ภาษา \0'.split(
    ' ',
  );
const MARKS = '$`"\'\\(){}[]<>|&;!#~*?=+-/ \n\t\0\u200B\uFFFD'.split('');
const DEEPEST = 6;
const SLOWEST_MS = 2_000;

const below = (random: Chance, limit: number): number => Math.floor(random() * limit);
const pick = <T>(random: Chance, list: readonly T[]): T => list[below(random, list.length)]!;

/** One line of the grammar; what is inside of it is another. */
function grow(random: Chance, depth: number): string {
  const inner = (): string => (depth > 0 ? grow(random, depth - 1) : pick(random, WORDS));
  const shapes: readonly (() => string)[] = [
    () => Array.from({ length: 1 + below(random, 6) }, () => pick(random, WORDS)).join(' '),
    () => pick(random, LINES),
    () => `${inner()} | ${inner()}`,
    () => `${inner()}; ${inner()}`,
    () => `${inner()} && ${inner()} || ${inner()}`,
    () => `$(${inner()})`,
    () => `"${inner()} $(${inner()})"`,
    () => `\`${inner()}\``,
    () => `(${inner()})`,
    () => `{ ${inner()}; }`,
    () => `if ${inner()}; then ${inner()}; else ${inner()}; fi`,
    () => `for x in ${inner()}; do ${inner()}; done`,
    () => `while ${inner()}; do ${inner()}; done`,
    () => `case ${inner()} in a) ${inner()};; *) ${inner()};; esac`,
    () => `f() { ${inner()}; }; f ${inner()}`,
    () => `x=${inner()}; ${inner()} $x`,
    () => `bash -c '${inner().replaceAll("'", "'\\''")}'`,
    () => `eval "${inner()}"`,
    () => `sudo env A=b ${inner()}`,
    () => `${inner()} | xargs ${inner()}`,
    () => `find ${inner()} -exec ${inner()} \\;`,
    () => `cat <<EOF | sh\n${inner()}\nEOF`,
    () => `echo ${Buffer.from(inner()).toString('base64')} | base64 -d | sh`,
    () => `python3 -c 'import os; os.system("${inner()}")'`,
    () => `[[ ${inner()} == ${inner()} ]]`,
    () => `$(( ${inner()} + 1 ))`,
    () => `${inner()} > ${inner()} 2>&1`,
    () => inner().repeat(1 + below(random, 30)),
  ];
  return pick(random, shapes)();
}

const CHANGES: readonly ((text: string, random: Chance) => string)[] = [
  (text, random) => cut(text, random, ''),
  (text, random) => cut(text, random, pick(random, MARKS)),
  (text, random) => cut(text, random, pick(random, MARKS).repeat(1 + below(random, 400))),
  (text, random) => insert(text, random, pick(random, LINES)),
  (text, random) => text.slice(0, below(random, text.length + 1)),
  (text, random) => text.slice(below(random, text.length + 1)),
  (text, random) => text + text.slice(below(random, text.length + 1)),
  (text, random) => insert(text, random, String.fromCharCode(below(random, 0xffff))),
];

function cut(text: string, random: Chance, by: string): string {
  const start = below(random, text.length + 1);
  return text.slice(0, start) + by + text.slice(start + below(random, 8));
}

function insert(text: string, random: Chance, what: string): string {
  const at = below(random, text.length + 1);
  return text.slice(0, at) + what + text.slice(at);
}

const LONGEST = 20_000;

function make(random: Chance): string {
  let text = grow(random, below(random, DEEPEST));
  for (let change = below(random, 4); change > 0; change -= 1) text = pick(random, CHANGES)(text, random);
  return text.slice(0, LONGEST);
}

async function run(input: string): Promise<void> {
  for (const asker of ['agent', 'person'] as const) {
    // Of the processor: the machine may have other work to do.
    const started = process.cpuUsage();
    const { reasons, touches } = await assessWork(workOf([shellStep(input)], asker), readerOf());
    const { user, system } = process.cpuUsage(started);
    const took = (user + system) / 1_000;
    if (took > SLOWEST_MS) throw new Error(`the assessment took ${Math.round(took)} ms`);
    const score = scoreOf(reasons);
    if (!(score >= 0 && score <= 100)) throw new Error(`a score of ${score}`);
    for (const { rule, points, effect } of reasons) {
      if (!(points >= 0 && points <= 100)) throw new Error(`${rule} has ${points} points`);
      if (rule === 'catastrophe' && effect !== 'deny') throw new Error('a catastrophe that is not denied');
    }
    // A denial without its reason could not be explained to anybody.
    if (score === 100 && !reasons.some(({ points }) => points > 50))
      throw new Error('a score out of nothing');
    for (const list of Object.values(touches))
      if (list.length > 100) throw new Error(`${list.length} entries of what it touches`);
  }
}

export const target = { name: 'shell', make, run };
