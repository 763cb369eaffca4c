import { actorOf } from '../actor.ts';
import type { Handlers } from '../handlers.ts';
import type { Services } from '../services.ts';

export function reportHandlers({
  reports,
}: Services): Pick<
  Handlers,
  'listReports' | 'getReport' | 'getReportPage' | 'makeReport' | 'listToDos' | 'getGovernance'
> {
  return {
    listReports: ({ query }) => reports.list(query),
    getReport: ({ params }) => reports.get(params.report),
    getReportPage: ({ params }) => reports.page(params.report),
    makeReport: ({ body }, request) => reports.make(body.kind, body.day, actorOf(request)),
    listToDos: ({ query }) => reports.toDos(query),
    getGovernance: ({ query }) => reports.governance(query.days),
  };
}
