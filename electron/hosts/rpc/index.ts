export { answerJson, refuse } from './answer.ts';
export { createRest, type RestApi } from './rest.ts';
export { createRpcSocket, refuseUpgrade, type RpcSocket, type RpcSocketOptions } from './rpc-socket.ts';
