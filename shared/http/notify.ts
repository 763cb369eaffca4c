import { z } from 'zod';
import { Finding } from '../nouns/finding.ts';
import {
  MessageRow,
  MessageState,
  NotifyKind,
  NotifySeverity,
  NotifyText,
  NotifyView,
  TestResult,
} from '../nouns/notify.ts';
import { endpoint } from './endpoint.ts';

const number = z.coerce.number<number | string>().int();
const Text = z.string().max(200_000);

export const notifyEndpoints = {
  getNotify: endpoint({
    method: 'GET',
    path: '/api/v1/notify',
    summary: 'Channels and routes in force, without anything secret.',
    response: NotifyView,
    errors: [],
  }),
  getNotifyText: endpoint({
    method: 'GET',
    path: '/api/v1/notify/file',
    // Addresses in it may be all that it takes to send to somebody.
    scope: 'admin',
    summary: 'The file notify.yaml as it is.',
    response: NotifyText,
    errors: [],
  }),
  checkNotify: endpoint({
    method: 'POST',
    path: '/api/v1/notify/check',
    scope: 'context:read',
    summary: 'What is wrong with a text for notify.yaml.',
    body: z.strictObject({ text: Text }),
    response: z.strictObject({ findings: z.array(Finding) }),
    errors: [],
  }),
  setNotify: endpoint({
    method: 'PUT',
    path: '/api/v1/notify/file',
    scope: 'admin',
    summary: 'Put a text in the place of notify.yaml; `hash` is that of the text that it replaces.',
    body: z.strictObject({ text: Text, hash: z.string().length(64) }),
    response: NotifyText,
    errors: ['notify_invalid', 'notify_changed', 'disk_full', 'ledger_unavailable'],
  }),
  testChannel: endpoint({
    method: 'POST',
    path: '/api/v1/notify/channels/:channel/test',
    scope: 'admin',
    summary: 'Send a test now, whatever the limit and the hour, and say what the other side answered.',
    params: z.strictObject({ channel: z.string().min(1).max(100) }),
    body: z.strictObject({}),
    response: TestResult,
    errors: ['channel_unknown', 'disk_full', 'ledger_unavailable'],
  }),
  listMessages: endpoint({
    method: 'GET',
    path: '/api/v1/notify/messages',
    summary: 'What was sent, waits or was given up, newest first.',
    query: z.strictObject({
      channel: z.string().max(100).optional(),
      state: MessageState.optional(),
      before: number.positive().optional(),
      limit: number.min(1).max(200).default(50),
    }),
    response: z.strictObject({ messages: z.array(MessageRow), next: z.int().optional() }),
    errors: [],
  }),
  retryMessage: endpoint({
    method: 'POST',
    path: '/api/v1/notify/messages/:message/retry',
    scope: 'admin',
    summary: 'Send one that was given up once more, under the same id.',
    params: z.strictObject({ message: number.positive() }),
    body: z.strictObject({}),
    response: MessageRow,
    errors: ['message_unknown', 'message_open', 'channel_unknown', 'disk_full', 'ledger_unavailable'],
  }),
  routeNotice: endpoint({
    method: 'GET',
    path: '/api/v1/notify/route',
    summary: 'Which channels would be told of something.',
    query: z.strictObject({
      kind: NotifyKind.default('failure'),
      severity: NotifySeverity.default('error'),
      task: z.string().max(200).optional(),
    }),
    response: z.strictObject({ channels: z.array(z.string()) }),
    errors: ['task_unknown'],
  }),
} as const;
