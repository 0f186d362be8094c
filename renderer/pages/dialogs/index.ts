export { CreateDialog } from './create-dialog.tsx';
export { DeleteDialog } from './delete-dialog.tsx';
export { ExportDialog } from './export-dialog.tsx';
export { ImportDialog } from './import-dialog.tsx';
export { PendingDialog } from './pending-dialog.tsx';
export { ReportDialog } from './report-dialog.tsx';
export { RestartDialog } from './restart-dialog.tsx';
export { RestoreDialog } from './restore-dialog.tsx';
