export { renameDurably, syncFolder, syncTree, temporaryPrefix, writeFileDurably } from './durable.ts';
export { ioError, isErrno } from './errno.ts';
export { failPoint } from './fail-point.ts';
export { explainNoSpace, requireSpace } from './space.ts';
export { hashFile } from './hash-file.ts';
export { writeFully } from './write-fully.ts';
