/** What may be in a task or a work order, and what of it reaches a process. */
import type { GuardRemoval } from '../removal.ts';

const order = (name: string) => ({ file: 'runtime/queue/work-order.test.ts', name });
const large = (name: string) => ({ file: 'runtime/queue/large-orders.test.ts', name });
const inbox = (name: string) => ({ file: 'runtime/queue/inbox.test.ts', name });
const task = (name: string) => ({ file: 'runtime/tasks/parse-task.test.ts', name });
const yaml = (name: string) => ({ file: 'runtime/tasks/read-yaml.test.ts', name });
const params = (name: string) => ({ file: 'runtime/tasks/params.test.ts', name });
const runs = (name: string) => ({ file: 'runtime/runs/runs.test.ts', name });

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'an order has a largest size',
    file: 'runtime/queue/order-text.ts',
    find: '  if (isLarger(text, MAX_ORDER_BYTES)) throw orderTooLarge(name);\n',
    replace: '',
    test: large('the size of an order is at most 1 MiB'),
  },
  {
    guard: 'an order in YAML has a largest size',
    file: 'runtime/queue/order-text.ts',
    find: '  if (isLarger(plain, MAX_YAML_BYTES)) {',
    replace: '  if (isLarger(plain, 10 * MAX_YAML_BYTES)) {',
    test: large('the size of an order is at most 128 KiB'),
  },
  {
    guard: 'an order in JSON nests only so deep',
    file: 'runtime/queue/scan-json.ts',
    find: '        if (open.length > maxDepth) return { ok: false, offset: at, tooDeep: true };\n',
    replace: '',
    test: { file: 'runtime/queue/scan-json.test.ts', name: 'scanJson measures depth' },
  },
  {
    guard: 'an order over HTTP nests only so deep',
    file: 'runtime/queue/work-order.ts',
    find: "  if (isDeeperThan(value, MAX_ORDER_DEPTH)) throw new LukaError('order_too_deep');\n",
    replace: '',
    test: order('hostile input is refused by depth'),
  },
  {
    guard: 'YAML nests only so deep',
    file: 'runtime/tasks/read-yaml.ts',
    find: 'if (parser.stack.length > MAX_DEPTH + 2)',
    replace: 'if (parser.stack.length > 1_000 * MAX_DEPTH)',
    test: task('hostile files nested by flow'),
  },
  {
    guard: 'a key stands once',
    file: 'runtime/tasks/check-yaml.ts',
    find: '      if (seen.has(key.value)) {',
    replace: '      if (seen.has(key)) {',
    test: yaml('is refused with the place'),
  },
  {
    guard: 'YAML makes no objects of its own kinds',
    file: 'runtime/tasks/check-yaml.ts',
    find: 'node.tag !== undefined && !CORE_TAGS.has(node.tag)',
    replace: "node.tag === 'never'",
    test: yaml('is refused with the place'),
  },
  {
    guard: 'aliases repeat only so much',
    file: 'runtime/tasks/check-yaml.ts',
    find: 'if (few && (',
    replace: 'if (!few && (',
    test: task('hostile files cannot blow up through aliases'),
  },
  {
    guard: 'an alias is not part of itself',
    file: 'runtime/tasks/check-yaml.ts',
    find: "      this.#add('unsafe', start, `*${alias.source} refers to what it stands in`, 'write the value out');\n",
    replace: '',
    test: yaml('is refused with the place'),
  },
  {
    guard: 'a file is one document',
    file: 'runtime/tasks/read-yaml.ts',
    find: '  if (second) {',
    replace: '  if (second && document.errors.length > 0) {',
    test: task('hostile files "steps: [{run: x}]\\n---'),
  },
  {
    guard: 'a task file has a largest size',
    file: 'runtime/tasks/parse-task.ts',
    find: '  if (text.length > MAX_TASK_BYTES || Buffer.byteLength(text) > MAX_TASK_BYTES) {',
    replace: '  if (text.length > 100 * MAX_TASK_BYTES) {',
    test: task('hostile files are refused by size'),
  },
  {
    guard: 'no value is pasted into a shell line',
    file: 'runtime/tasks/check-references.ts',
    find: "    if ('run' in step) pastedIntoCode(step.run, ['steps', index, 'run'], faults);\n",
    replace: '',
    test: task('references are never pasted into code: run'),
  },
  {
    guard: 'no value is pasted into the code of an interpreter',
    file: 'runtime/tasks/check-references.ts',
    find: "const isCode = path[0] === 'argv' && code.has(Number(path[1]));",
    replace: 'const isCode = code.has(-1);',
    test: task('references are never pasted into code: argv'),
  },
  {
    guard: 'the interpreter may stand behind another program',
    file: 'runtime/tasks/code-arguments.ts',
    find: 'programs.test(posix.basename(word))',
    replace: 'index === 0 && programs.test(posix.basename(word))',
    test: task('references are never pasted into code: argv'),
  },
  {
    guard: 'a template is filled once',
    file: 'runtime/tasks/template.ts',
    find: "(part.type === 'text' ? part.text : lookUp(part.reference, scope))).join('');",
    replace:
      "(part.type === 'text' ? part.text : renderTemplate(lookUp(part.reference, scope), scope))).join('');",
    test: {
      file: 'runtime/tasks/template.test.ts',
      name: 'renderTemplate never renders a value a second time',
    },
  },
  {
    guard: 'a module is in the modules folder',
    file: 'runtime/tasks/module-path.ts',
    find: "path === '..' || path.startsWith(`..${sep}`)",
    replace: "path === '..'",
    test: task('steps and triggers'),
  },
  {
    guard: 'a parameter that was not declared is refused',
    file: 'runtime/tasks/params.ts',
    find: '    if (!Object.hasOwn(params, name)) throw unknownParam(name, Object.keys(params));\n',
    replace: '',
    test: params('resolveParams says which parameter is missing'),
  },
  {
    guard: 'a parameter has no NUL',
    file: 'runtime/tasks/params.ts',
    find: "      if (String(value).includes('\\0')) return false;\n",
    replace: '',
    test: params('resolveParams refuses'),
  },
  {
    guard: 'a pattern takes only so long',
    endless: true,
    file: 'runtime/tasks/params.ts',
    find: '{ pattern, value }, { timeout }) === true',
    replace: '{ pattern, value }, {}) === true',
    test: params('resolveParams gives up a pattern'),
  },
  {
    guard: 'a dropped link is no order',
    file: 'runtime/queue/read-claimed.ts',
    find: '  const found = await lstat(file);\n  if (!found.isFile()) {',
    replace: '  const found = await lstat(file);\n  if (found.isDirectory()) {',
    test: inbox('what is no order is refused unread'),
  },
  {
    guard: 'a dropped file is UTF-8',
    file: 'runtime/queue/read-claimed.ts',
    find: "new TextDecoder('utf-8', { fatal: true })",
    replace: "new TextDecoder('utf-8', { fatal: false })",
    test: inbox('what is no order is refused by depth and by encoding'),
  },
  {
    guard: 'the name of an order has no control characters',
    file: 'runtime/queue/order-names.ts',
    find: "(char < ' ' || char === '\\u007f' ? '_' : char)",
    replace: 'char',
    test: inbox('names of claims tell what was dropped'),
  },
  {
    guard: 'unfinished files are left alone',
    file: 'runtime/queue/order-names.ts',
    find: "    name.startsWith('.') ||\n",
    replace: '',
    test: inbox('names of unfinished downloads'),
  },
  {
    guard: 'of Luka’s environment only named variables pass',
    file: 'runtime/runs/environment.ts',
    find: '    if (patterns.some((pattern) => matches(name, pattern))) env[name] = value;\n',
    replace: '    env[name] = value;\n',
    test: runs('a run gives a step named variables only'),
  },
  {
    guard: 'a webhook is called only so often',
    file: 'runtime/schedule/hook-desk.ts',
    find: '    if (calls.length >= perMinute) {',
    replace: '    if (calls.length >= 1_000 * perMinute) {',
    test: { file: 'runtime/server/schedule.test.ts', name: 'a webhook' },
  },
];
