/** Addresses of resources. */
export const RUN_URI = (run: number): string => `luka://runs/${run}`;
export const TASK_URI = (task: string): string => `luka://tasks/${encodeURIComponent(task)}`;
/** Those of consolidations have `.md` in their names, those of days, weeks and sessions have not: as the API names them. */
export const REPORT_URI = (report: string): string => `luka://reports/${encodeURIComponent(report)}`;
export const DOCUMENT_URI = (document: number): string => `luka://documents/${document}`;
