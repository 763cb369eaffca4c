import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';
import { actorOf, causeBy } from '../actor.ts';

export function safetyHandlers({
  safety,
  runs,
  orders,
}: Services): Pick<
  Handlers,
  | 'judge'
  | 'listApprovals'
  | 'getApproval'
  | 'approve'
  | 'deny'
  | 'revokeApproval'
  | 'listValidations'
  | 'validate'
  | 'getPolicy'
  | 'checkPolicy'
  | 'setPolicy'
  | 'freeze'
  | 'thaw'
  | 'listAudit'
  | 'verifyAudit'
  | 'listClients'
  | 'createClient'
  | 'revokeClient'
> {
  const { approvals, validation, policy, audit, clients } = safety;
  return {
    judge: ({ body }, request) =>
      'order' in body
        ? orders.preview(body.order, actorOf(request))
        : runs.previewTask(body.task, { params: body.params, cause: causeBy(request, 'manual') }),
    listApprovals: ({ query }) => approvals.queries.list(query),
    getApproval: ({ params, query }) => approvals.queries.wait(params.approval, (query.wait ?? 0) * 1_000),
    approve: ({ params, body }, request) => approvals.approve(params.approval, body, actorOf(request)),
    deny: ({ params, body }, request) => approvals.deny(params.approval, body.reason, actorOf(request)),
    revokeApproval: ({ params, body }, request) =>
      approvals.revoke(params.approval, body.reason, actorOf(request)),
    listValidations: ({ query }) => ({ runs: validation.list(query.state, query.limit) }),
    async validate({ params, body }, request) {
      await validation.decide(params.run, body, actorOf(request));
      return runs.get(params.run);
    },
    getPolicy: () => safety.policyView(),
    checkPolicy: ({ body }) => safety.checkPolicy(body.text),
    async setPolicy({ body }, request) {
      await policy.set(body.text, body.hash, actorOf(request));
      return safety.policyView();
    },
    async freeze({ body }, request) {
      await policy.setPaused(true, actorOf(request), body.reason);
      return safety.policyView();
    },
    async thaw(_, request) {
      await policy.setPaused(false, actorOf(request));
      return safety.policyView();
    },
    listAudit: ({ query }) => audit.list(query),
    verifyAudit: () => audit.verify(),
    listClients: () => ({ clients: clients.list() }),
    createClient: ({ body }, request) => clients.create(body, actorOf(request)),
    revokeClient: ({ params }, request) => clients.revoke(params.client, actorOf(request)),
  };
}
