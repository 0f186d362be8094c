export { answerJson, refuse } from './answer.ts';
export { isRequest } from './is-request.ts';
export { createRest } from './rest.ts';
export { createRpcSocket, refuseUpgrade, type RpcSocket } from './rpc-socket.ts';
