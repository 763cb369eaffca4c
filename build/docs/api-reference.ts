/** docs/api.md, rendered from the OpenAPI document that Luka serves. */
import { z } from 'zod';
import { ERRORS, type ErrorCode } from '#shared/errors/catalogue.ts';
import { contract } from '#shared/http/contract.ts';
import { GUARD_ERRORS, type Endpoint } from '#shared/http/endpoint.ts';
import { openApiDocument } from '#shared/http/openapi.ts';
import { sampleOf } from './sample.ts';
import { shapeText } from './shape-text.ts';
import { Shapes } from './shapes.ts';
import { typeWords, type Schema } from './type-words.ts';

interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly tags: readonly string[];
  readonly parameters: readonly { name: string; in: string; required: boolean; schema: Schema }[];
  readonly requestBody?: { content: Record<string, { schema: Schema }> };
  readonly responses: Readonly<Record<string, { content: Record<string, { schema: Schema }> }>>;
  readonly security: readonly { token: readonly string[] }[];
}

interface Placed {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
}

const GROUP_TITLES: Readonly<Record<string, string>> = {
  root: 'Health, metrics, hooks and the old endpoints',
};

export async function writeApiReference(): Promise<string> {
  const shapes = await Shapes.read();
  const { paths } = openApiDocument('') as { paths: Record<string, Record<string, Operation>> };
  const placed = Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
  const tags = [...new Set(placed.flatMap(({ operation }) => operation.tags))];
  const groups = tags.map((tag) => {
    const own = placed.filter(({ operation }) => operation.tags.includes(tag));
    return `## ${titleOf(tag)}\n\n${own.map((one) => endpointText(one, shapes)).join('\n')}`;
  });
  return `# API

Luka answers on http://127.0.0.1:4000 (\`luka status\` says where), to this machine only. This page is rendered from the OpenAPI 3.1
document that a running Luka gives at \`/api/v1/openapi.json\`: everything the CLI and the page do goes through it.

\`\`\`sh
export LUKA_TOKEN="$(cat "$HOME/Library/Application Support/Luka/token")"   # or that of a client: luka client new builder --role codex
curl -H "Authorization: Bearer $LUKA_TOKEN" http://127.0.0.1:4000/api/v1/status
\`\`\`

- A request needs a **token** with the **scope** that the endpoint names. [Who may have which](safety.md#clients).
- Bodies are JSON (\`Content-Type: application/json\`). Moments are ISO 8601 in UTC, lengths are milliseconds where nothing else is said.
- An error is \`{ "error": { "code", "message", "remedy" } }\`: [all codes](errors.md). Besides those of an endpoint, any may answer
  ${GUARD_ERRORS.map(errorLink).join(', ')}.
- Where the body of a request is a task or an order, its fields are those of the [task reference](task-reference.md).

| group | endpoints |
| --- | --- |
${tags.map((tag) => `| [${titleOf(tag)}](#${slug(titleOf(tag))}) | ${placed.filter(({ operation }) => operation.tags.includes(tag)).length} |`).join('\n')}

${groups.join('\n')}
## Shapes

${shapesText(shapes)}`;
}

function titleOf(tag: string): string {
  return GROUP_TITLES[tag] ?? (tag.charAt(0).toUpperCase() + tag.slice(1)).replaceAll('-', ' ');
}

function slug(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^\w -]/g, '')
    .replaceAll(' ', '-');
}

function errorLink(code: ErrorCode): string {
  return `[\`${code}\`](errors.md#${code})`;
}

function endpointText({ method, path, operation }: Placed, shapes: Shapes): string {
  const { operationId, summary, parameters, requestBody, responses, security } = operation;
  const endpoint = contract[operationId as keyof typeof contract] as Endpoint;
  const status = Object.keys(responses).find((code) => code.startsWith('2')) ?? '200';
  const [type, answer] = Object.entries(responses[status]?.content ?? {})[0] ?? [];
  const body = Object.values(requestBody?.content ?? {})[0]?.schema;
  const scope = security[0]?.token[0];
  const own = endpoint.errors.filter(
    (code) => !(GUARD_ERRORS as readonly string[]).includes(code) && code in ERRORS,
  );
  return [
    `### \`${method} ${path}\`\n`,
    `${summary} ${scope === undefined ? 'Needs no token.' : `Scope: \`${scope}\`.`}\n`,
    ...(parameters.length === 0 ? [] : [parameterTable(parameters)]),
    ...(body === undefined ? [] : [`Body:\n\n${typeBlock(shapeText(body, shapes))}`]),
    `Answers ${status}${type === 'text/event-stream' ? ' with a stream of events (`text/event-stream`), each' : ''}:\n`,
    typeBlock(answer === undefined ? '{}' : shapeText(answer.schema, shapes)),
    ...(own.length === 0 ? [] : [`Errors: ${own.map(errorLink).join(', ')}.\n`]),
    `\`\`\`sh\n${curlText(method, path, endpoint)}\n\`\`\`\n`,
  ].join('\n');
}

function parameterTable(parameters: Operation['parameters']): string {
  const rows = parameters.map(
    ({ name, in: place, required, schema }) =>
      `| \`${name}\` | ${place}${required ? '' : ', may be left out'} | ${typeWords(schema).replaceAll('|', '\\|')} |`,
  );
  return `| parameter | in | what |\n| --- | --- | --- |\n${rows.join('\n')}\n`;
}

function typeBlock(text: string): string {
  return `\`\`\`ts\n${text}\n\`\`\`\n`;
}

function curlText(method: string, path: string, endpoint: Endpoint): string {
  const url = `http://127.0.0.1:4000${path.replaceAll(/\{(\w+)\}/g, (_, name: string) => PLACES[name] ?? '1')}`;
  const words = ['curl'];
  if (method !== 'GET') words.push('-X', method);
  if (endpoint.kind === 'stream') words.push('-N');
  if (endpoint.public !== true) words.push('-H', '"Authorization: Bearer $LUKA_TOKEN"');
  if (endpoint.body !== undefined)
    words.push('-H', "'Content-Type: application/json'", '-d', bodyOf(endpoint.body));
  return [...words, url].join(' ');
}

/** What stands for a parameter of an address. */
const PLACES: Readonly<Record<string, string>> = {
  task: 'backup',
  agent: 'com.me.backup',
  label: 'com.me.backup',
  name: 'backup',
  module: 'backup',
  token: '$HOOK_TOKEN',
};

/** The least that the schema takes; where that cannot be made up, a file. */
function bodyOf(body: z.ZodType): string {
  const sample = sampleOf(z.toJSONSchema(body, { io: 'input', unrepresentable: 'any' }) as Schema);
  return body.safeParse(sample).success
    ? `'${JSON.stringify(sample).replaceAll("'", String.raw`'\''`)}'`
    : '@body.json';
}

/** Writing one out may need others. */
function shapesText(shapes: Shapes): string {
  const written = new Map<string, string>();
  for (let open = shapes.used; open.length > 0; open = shapes.used.filter(([name]) => !written.has(name)))
    for (const [name, schema] of open) written.set(name, shapeText(schema, shapes, { own: true }));
  return [...written]
    .sort(([a], [b]) => a.localeCompare(b, 'en'))
    .map(([name, text]) => `### ${name}\n\n${typeBlock(text)}`)
    .join('\n');
}
