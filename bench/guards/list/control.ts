import type { GuardRemoval } from '../removal.ts';

const SERVER = 'runtime/control/control-server.ts';
const IPC = 'runtime/control/ipc.ts';
const peers = (name: string) => ({ file: 'runtime/control/bad-peers.test.ts', name });
const floods = (name: string) => ({ file: 'runtime/control/floods.test.ts', name });
const folder = (name: string) => ({ file: 'runtime/control/control.test.ts', name });

export const removals: readonly GuardRemoval[] = [
  {
    guard: 'only known events are taken from the socket',
    file: IPC,
    find: "parser: 'assured'",
    replace: "parser: 'guarded'",
    test: peers('are sent away for an unknown event'),
  },
  {
    guard: 'frames have a size',
    file: IPC,
    find: '    maxMessageSize: MAX_FRAME,\n',
    replace: '    maxMessageSize: 1_000 * MAX_FRAME,\n',
    test: floods('one caller whose frame has no end'),
  },
  {
    guard: 'a frame arrives in time',
    file: IPC,
    find: 'messageTimeout: 5_000',
    replace: 'messageTimeout: 0',
    test: floods('one caller whose frame takes its time'),
  },
  {
    guard: 'a question has a known shape',
    file: SERVER,
    find: '  if (!parsed.success)\n',
    replace:
      "  if (!parsed.success && (data as { verb?: unknown }).verb === 'down') return { id: '1', ok: true, verb: 'down' };\n  if (!parsed.success)\n",
    test: peers('are answered with a coded error'),
  },
  {
    guard: 'who gives no id is sent away',
    file: SERVER,
    find: '  if (!addressed.success) {\n    socket.destroy();\n    return;\n  }\n',
    replace: '  if (!addressed.success) return;\n',
    test: peers('are sent away for no id'),
  },
  {
    guard: 'the longest silent gives way',
    file: SERVER,
    find: '    longestSilent.destroy();\n',
    replace: '',
    test: floods('while hundreds say nothing'),
  },
  {
    guard: 'one caller has few open questions',
    file: SERVER,
    find: '    if (unanswered >= MAX_UNANSWERED) {\n      socket.destroy();\n      return;\n    }\n',
    replace: '',
    test: floods('one caller whose questions are answered late'),
  },
  {
    guard: 'a bug keeps its details to itself',
    file: 'shared/errors/luka-error.ts',
    find: "{ code: 'internal', message: ERRORS.internal.message,",
    replace: "{ code: 'internal', message: String(error),",
    test: folder('carries a coded error across'),
  },
  {
    guard: 'the folder of the socket is judged by the server',
    file: 'runtime/control/control-root.ts',
    find: '    if (made) await chmod(root, 0o700);\n    checkRoot(root, await lstat(root));\n',
    replace: '    if (made) await chmod(root, 0o700);\n',
    test: folder('the folder of the socket is refused by both ends'),
  },
  {
    guard: 'the folder of the socket is judged by the caller',
    file: 'runtime/control/control-root.ts',
    find: '    checkRoot(root, await lstat(root));\n    const stat = await lstat(socketPath(root));',
    replace: '    const stat = await lstat(socketPath(root));',
    test: { file: 'runtime/server/hostile/home.test.ts', name: 'that is published in endpoint.json alone' },
  },
  {
    guard: 'the folder of the socket is for its owner only',
    file: 'runtime/control/control-root.ts',
    find: 'await chmod(root, 0o700)',
    replace: 'await chmod(root, 0o755)',
    test: folder('the folder of the socket is inside the home'),
  },
  {
    guard: 'an answer has the shape of an answer',
    file: 'runtime/control/control-client.ts',
    find: '    if (!reply.success) return;\n    waiting.get(reply.data.id)?.resolve(reply.data);',
    replace: '    waiting.values().next().value?.resolve((reply.data ?? data) as ControlReply);',
    test: peers('a caller is not harmed by what answers'),
  },
  {
    guard: 'an answer is waited for only so long',
    file: 'runtime/control/control-client.ts',
    find: 'const timer = setTimeout(close, timeoutMs);',
    replace: 'const timer = setTimeout(() => undefined, timeoutMs);',
    test: folder('a control connection gives up on a Luka'),
  },
];
