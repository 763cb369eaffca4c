/** docs/task-reference.md: every field of a task file, from the schema and from what is said of each in `fields/`. */
import type { FieldEntry } from './fields/field-entry.ts';
import { FIELD_ENTRIES } from './fields/entries.ts';
import { taskFields, type TaskField } from './task-fields.ts';

const HEADINGS: readonly (readonly [string, string, (top: string) => boolean])[] = [
  [
    'Steps',
    'What is done. Values may hold templates: `${{ params.x }}`, `${{ steps.id.outputs.x }}`; not in shell lines, which get environment variables.',
    (top) => top === 'steps',
  ],
  ['Triggers', 'When it starts by itself.', (top) => top === 'triggers'],
  [
    'Schedule',
    'What happens when moments collide, pass, fail or must wait.',
    (top) =>
      ['overlap', 'catchUp', 'retry', 'quarantine', 'conditions', 'blackout', 'group', 'orphans'].includes(
        top,
      ),
  ],
  ['Checks', 'Tests of the result.', (top) => top === 'checks'],
  ['Service', 'A task that is kept running.', (top) => top === 'service'],
  ['Parameters', 'What a run may be given. `<name>` is yours.', (top) => top === 'params'],
];
const REST = ['The task itself', 'At the top of the file.'] as const;

/** Fields that nothing is said of. */
export function untoldFields(): readonly string[] {
  return taskFields()
    .map(({ path }) => path)
    .filter((path) => !(path in FIELD_ENTRIES));
}

export function writeTaskReference(): string {
  const fields = taskFields();
  const sections = [
    sectionOf(
      REST,
      fields.filter(({ path }) => !HEADINGS.some(([, , takes]) => takes(topOf(path)))),
    ),
    ...HEADINGS.map(([title, text, takes]) =>
      sectionOf(
        [title, text],
        fields.filter(({ path }) => takes(topOf(path))),
      ),
    ),
  ];
  return `# Task reference

Every field that a task file may have: \`tasks/<id>.yaml\` in Luka's home. All but \`steps\` may be left out. Each example is a task,
or a part of one, that the tests load and run. How a task is written: [getting-started.md](getting-started.md).

- A **duration** is a number with a unit: \`500ms\`, \`30s\`, \`5m\`, \`1h30m\`, \`2d\`; a bare number is seconds.
- A **size** is a number with a unit: \`512KB\`, \`100MB\`, \`2GiB\`. \`MB\` is 1,000,000 bytes, \`MiB\` 1,048,576.
- \`steps.run\` is the field \`run\` of an item of the list \`steps\`.

${sections.join('\n')}`;
}

function topOf(path: string): string {
  return path.split('.', 1)[0] as string;
}

function sectionOf([title, text]: readonly [string, string], fields: readonly TaskField[]): string {
  return `## ${title}\n\n${text}\n\n${fields.map(fieldLines).join('\n')}`;
}

function fieldLines({ path, type, required }: TaskField): string {
  const entry = FIELD_ENTRIES[path];
  if (entry === undefined) return `### \`${path}\`\n\n${type}\n`;
  return `### \`${path}\`

${type}. ${defaultWords(entry, required)}${entry.meaning}

\`\`\`yaml
${entry.example}
\`\`\`
`;
}

function defaultWords({ default: value }: FieldEntry, required: boolean): string {
  if (value !== undefined) return `Where left out: ${value}. `;
  return required ? 'Names the kind, or must be there. ' : '';
}
